import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { formatEventPosition } from '../../schema/feed/EventPosition.ts';
import type { EventPosition } from '../../schema/feed/EventPosition.ts';
import type { FeedEvent, FeedSide } from '../../schema/feed/FeedEvent.ts';
import { unlabelled } from '../../schema/label/label.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import { isLevel, rank } from '../../schema/label/level.ts';
import type { Level } from '../../schema/label/level.ts';
import { labelText } from '../../schema/label/marking.ts';
import { markingOf } from './markingOf.ts';
import { lastMoment } from './Outbox.ts';
import { parsedMarking } from './parsedMarking.ts';
import type { OutboxSide, OutboxTable, Tables } from './tables.ts';

export interface FeedOptions {
  readonly kysely: Kysely<Tables>;
  readonly labels: () => Promise<ReadonlyMap<number, string>>;
  /** The highest level that leaves this nation. What is above it was never there, as far as the gateway knows. */
  readonly release: Level;
}

/** A stretch of the outbox, as the gateway may have it. */
export interface Stretch {
  readonly events: readonly FeedEvent[];
  /** Where the next one begins; the same as this one's when nothing came. */
  readonly end: EventPosition;
  /** Is there more, as far as is known? */
  readonly isFull: boolean;
}

const rowsAtOnce = 500;

/** The reading side of the outbox: what happened after a position, in the order of commits, without values. */
export class EventFeed {
  readonly #options: FeedOptions;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** A position after everything that has happened. */
  async end(): Promise<EventPosition> {
    return { ...(await lastMoment(this.#options.kysely)), id: '~' };
  }

  async after(position: EventPosition): Promise<Stretch> {
    const { at, turn, id } = position;
    const rows = await this.#options.kysely
      .selectFrom('outbox')
      .selectAll()
      .where('at', '>=', at)
      .where(sql<boolean>`(at > ${at} or turn > ${turn} or turn = ${turn} and record_id > ${id})`)
      .orderBy('at')
      .orderBy('turn')
      .orderBy('record_id')
      .limit(rowsAtOnce)
      .execute();
    const last = rows.at(-1);
    if (!last) return { events: [], end: position, isFull: false };
    const labels = await this.#options.labels();
    return {
      events: rows.flatMap((row) => this.#eventOf(row, labels)),
      end: positionOf(last),
      isFull: rows.length === rowsAtOnce,
    };
  }

  #eventOf(row: Selectable<OutboxTable>, labels: ReadonlyMap<number, string>): readonly FeedEvent[] {
    const side = (stored: OutboxSide | null): FeedSide | null => stored && this.#sideOf(stored, Number(row.at), labels);
    const [before, after] = [side(row.before), side(row.after)];
    if (before === null && after === null) return [];
    return [
      {
        position: formatEventPosition(positionOf(row)),
        topic: row.type,
        id: row.record_id,
        change: row.change,
        fields: row.change === 'updated' ? row.fields : [],
        before,
        after,
        names: row.names,
      },
    ];
  }

  /** Fields that the nation does not release are not recorded, as far as the gateway knows. */
  #sideOf({ label, portions, recorded }: OutboxSide, at: number, labels: ReadonlyMap<number, string>): FeedSide | null {
    const text = (id: number): string => inForce(labels.get(id) ?? unlabelled, at);
    const isReleased = (marking: string): boolean => rank(levelOf(marking)) <= rank(this.#options.release);
    const record = text(label);
    if (!isReleased(record)) return null;
    const own = Object.entries(portions).map(([field, id]) => ({ field, text: text(id) }));
    const kept = own.filter((portion) => isReleased(portion.text));
    const secret = new Set(own.filter((portion) => !kept.includes(portion)).map(({ field }) => field));
    return { marking: markingOf(record, kept), recorded: recorded.filter((field) => !secret.has(field)) };
  }
}

const positionOf = ({ at, turn, record_id: id }: Selectable<OutboxTable>): EventPosition => ({
  at: Number(at),
  turn,
  id,
});

/** The label in force at a moment: what will take over later is not said. */
function inForce(text: string, at: number): string {
  if (!text.includes(' UNTIL ')) return text;
  const label = parsedMarking(text)?.label;
  if (label === undefined || label === unlabelled) return unlabelled;
  return labelText({ ...labelAt(label, at), succession: null });
}

/** Canonical texts begin with it. What has no label counts as the highest. */
function levelOf(marking: string): Level {
  const word = marking.slice(0, marking.indexOf(' '));
  return isLevel(word) ? word : 'CTS';
}
