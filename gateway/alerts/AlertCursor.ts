import { parseEventPosition } from '../../schema/feed/EventPosition.ts';
import { nationOf } from '../../schema/id.ts';
import { boundAt, clockSkew } from './NationFeed.ts';

/**
 * What a reader got: where a stream goes on. INVARIANT: made of delivered alerts and the time at which a stream was
 * opened, so that it leads to the same whatever else happened.
 */
export interface AlertCursor {
  /** Everything that happened before is delivered, as far as it was for the reader. Epoch milliseconds, by the gateway's clock. */
  readonly start: number;
  /** By nation: the position of the last event of its feed that was delivered. */
  readonly delivered: ReadonlyMap<string, string>;
}

export const cursorText = ({ start, delivered }: AlertCursor): string =>
  [String(start), ...[...delivered.values()].toSorted()].join(' ');

/** Behind what of a nation's feed the reader goes on. */
export function placeIn({ start, delivered }: AlertCursor, nation: string): string {
  const [bound, last = ''] = [boundAt(start - clockSkew), delivered.get(nation)];
  return last > bound ? last : bound;
}

/** Null: not the text of a cursor. */
export function parseCursor(text: string): AlertCursor | null {
  const [start = '', ...positions] = text.split(' ');
  const delivered = new Map<string, string>();
  for (const text of positions) {
    const nation = nationOf(parseEventPosition(text)?.id ?? '');
    if (nation === null || delivered.has(nation)) return null;
    delivered.set(nation, text);
  }
  return /^\d{1,15}$/.test(start) ? { start: Number(start), delivered } : null;
}
