/** Percent: what is taken where a record does not say how sure it is. */
const unsaid = 50;

/**
 * How sure it is that two records belong together, 0 to 100: what it tells that they have a value of this kind in common,
 * times how sure each side is of its own.
 */
export function confidenceOf(tells: number, recorded: readonly (number | null)[]): number {
  const parts = [tells, ...recorded.map((one) => one ?? unsaid)].map(percent);
  return Math.round(parts.reduce((product, part) => product * part, 1) / 100 ** (parts.length - 1));
}

/** Nations say what they like. */
const percent = (value: number): number => Math.min(100, Math.max(0, Math.trunc(value)));
