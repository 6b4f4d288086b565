import { comparePositions } from '../../schema/position.ts';
import type { Row, Stream } from './Stream.ts';

/**
 * The next rows of several streams in the one order of the list, taken from their buffers onto `rows` until there are
 * `wanted`. Returns the streams whose next row must be known before it can go on; none means that it is done.
 */
export function merge(streams: readonly Stream[], rows: Row[], wanted: number): readonly Stream[] {
  while (rows.length < wanted) {
    const starving = streams.filter((stream) => stream.isStarving());
    if (starving.length > 0) return starving;
    const next = streams.reduce<Stream | null>(
      (best, stream) => (best === null || precedes(stream.head(), best.head()) ? stream : best),
      null,
    );
    const row = next?.head();
    if (!row) return [];
    next?.buffer.shift();
    rows.push(row);
  }
  return [];
}

/** No row at all comes last. */
const precedes = (a: Row | undefined, b: Row | undefined): boolean =>
  a !== undefined && (b === undefined || comparePositions(a, b) < 0);
