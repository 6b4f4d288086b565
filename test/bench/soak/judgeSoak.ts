import { median, quartiles } from '../figures.ts';

/** What the gateway's process held after a stretch of load: at rest, its garbage collected. */
export interface Stretch {
  /** Minutes since the beginning. */
  readonly at: number;
  /** Answered in this stretch. */
  readonly requests: number;
  /** Resident, in MB. */
  readonly memory: number;
  readonly descriptors: number;
}

export interface SoakVerdict {
  /** MB an hour. */
  readonly slope: number;
  /** MB: by the slope, from the first stretch to the last. */
  readonly growth: number;
  /** MB: how far apart the middle half of the stretches is when the slope is taken away. */
  readonly scatter: number;
  readonly descriptors: { readonly first: number; readonly last: number };
  readonly problems: readonly string[];
}

/** MB an hour. */
const steepest = 1;

/**
 * Of the stretches after warm-up. Memory grew where it did so by more than 1 MB an hour, and by more than twice what the
 * stretches differ anyway: a short run can say nothing of so little. Of descriptors, one more is too many.
 */
export function judgeSoak(stretches: readonly Stretch[]): SoakVerdict {
  const points = stretches.map(({ at, memory }) => ({ x: at / 60, y: memory }));
  const [first, last] = [stretches[0], stretches.at(-1)];
  const slope = slopeOf(points);
  const growth = (slope * ((last?.at ?? NaN) - (first?.at ?? NaN))) / 60;
  const left = points.map(({ x, y }) => y - slope * x);
  const [lower, upper] = quartiles(left);
  const scatter = upper - lower;
  const descriptors = { first: first?.descriptors ?? NaN, last: last?.descriptors ?? NaN };
  const problems: string[] = [];
  if (Number.isNaN(slope)) problems.push('too short to be judged');
  if (stretches.some(({ requests }) => requests === 0)) problems.push('nothing was answered for a whole stretch');
  if (slope > steepest && growth > 2 * scatter)
    problems.push(`memory grew by ${slope.toFixed(1)} MB an hour, more than ${steepest}`);
  if (descriptors.last > descriptors.first)
    problems.push(`open descriptors grew from ${descriptors.first} to ${descriptors.last}`);
  return { slope, growth, scatter, descriptors, problems };
}

/** Theil-Sen: the median of the slopes of all pairs, which no single point can bend. */
export const slopeOf = (points: readonly { readonly x: number; readonly y: number }[]): number =>
  median(points.flatMap((one, index) => points.slice(index + 1).map(({ x, y }) => (y - one.y) / (x - one.x))));
