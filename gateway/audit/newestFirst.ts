import type { LoggedAccess } from './AccessEntry.ts';

/**
 * Puts entries in the order of their times, latest first; of one moment, in the order in which they come. They come from
 * the end of a file in which no entry stands behind one that is later by more than `disorder` milliseconds.
 */
export async function* newestFirst(
  accesses: AsyncIterable<LoggedAccess>,
  disorder: number,
): AsyncGenerator<LoggedAccess, void, undefined> {
  const held: LoggedAccess[] = [];
  let earliest = Infinity;
  for await (const access of accesses) {
    earliest = Math.min(earliest, access.at);
    held.splice(held.findLastIndex(({ at }) => at >= access.at) + 1, 0, access);
    // Whatever is still to come is no later than this.
    const latest = earliest + disorder;
    if (held[0] && held[0].at > latest) yield* held.splice(0, held.findLastIndex(({ at }) => at > latest) + 1);
  }
  yield* held;
}
