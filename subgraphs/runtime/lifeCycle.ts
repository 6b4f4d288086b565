import { WriteRefused } from '../errors.ts';

/** Which states may follow which. A state that is not named has none after it. */
export type LifeCycle = Readonly<Record<string, readonly string[]>>;

/** Refuses a step that the life cycle does not have, naming those that it has. */
export function expectStep(cycle: LifeCycle, from: string, to: string, path: readonly string[]): void {
  const next = Object.hasOwn(cycle, from) ? (cycle[from] ?? []) : [];
  if (next.includes(to)) return;
  const open = next.length > 0 ? `may become ${next.join(', ')}` : 'has no step after it';
  throw new WriteRefused('CONFLICT', `${from} ${open}, not ${to}`, path);
}
