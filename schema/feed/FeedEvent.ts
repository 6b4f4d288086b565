/**
 * What a nation tells the gateway, and nobody else, of each change of its records: where to look and who may, no values.
 * Sent as `text/event-stream`, the position as `id:`, this as `data:`.
 */
import { z } from 'zod';

import { isRecordId } from '../id.ts';
import { maxMarkingLength } from '../label/parseMarking.ts';
import { parseEventPosition } from './EventPosition.ts';

export const changes = ['inserted', 'updated', 'removed'] as const;
export type Change = (typeof changes)[number];

/** A record as it was or is, in markings. */
export interface FeedSide {
  /** Canonical, as in force at the moment of the event: no label in it has a succession. */
  readonly marking: string;
  /** Those of `fields` that are recorded. */
  readonly recorded: readonly string[];
}

export interface FeedEvent {
  /** As EventPosition.ts writes it: each once, rising from event to event of one nation. */
  readonly position: string;
  /** Name of the record's type. */
  readonly topic: string;
  readonly id: string;
  readonly change: Change;
  /** Names of the fields that changed, `label` for the record's own; none of a record that is new or gone. */
  readonly fields: readonly string[];
  /** Null: there was, or is, no record, or none that the nation releases. */
  readonly before: FeedSide | null;
  readonly after: FeedSide | null;
  /** By field of `@visibleWith`: the id of the record that it shows with. */
  readonly names: Readonly<Record<string, string>>;
}

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/);
const id = z.string().refine(isRecordId);
const side = z.strictObject({ marking: z.string().min(1).max(maxMarkingLength), recorded: z.array(name).max(100) });

const feedEvent = z.strictObject({
  position: z.string().refine((text) => parseEventPosition(text) !== null),
  topic: name,
  id,
  change: z.enum(changes),
  fields: z.array(name).max(100),
  before: side.nullable(),
  after: side.nullable(),
  names: z.record(name, id),
});

/** Null = not an event. A key that is not known here makes it none, as does a position of another record. */
export function parseFeedEvent(text: string): FeedEvent | null {
  const parsed = feedEvent.safeParse(json(text));
  if (!parsed.success) return null;
  return parseEventPosition(parsed.data.position)?.id === parsed.data.id ? parsed.data : null;
}

/** When it happened, by the nation's clock, epoch milliseconds. */
export const momentOf = ({ position }: Pick<FeedEvent, 'position'>): number => parseEventPosition(position)?.at ?? NaN;

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
