import { sql } from 'kysely';
import type { Insertable, Kysely, Transaction } from 'kysely';
import { retention } from '../../schema/feed/retention.ts';
import type { Content } from './changeOf.ts';
import { inChunks } from './inChunks.ts';
import type { OutboxSide, OutboxTable, Tables } from './tables.ts';

export interface Happening {
  readonly type: string;
  readonly id: string;
  readonly change: OutboxTable['change'];
  readonly fields: readonly string[];
  readonly before: OutboxSide | null;
  readonly after: OutboxSide | null;
  readonly names: Readonly<Record<string, string>>;
}

/** When a write happened; the turn tells those of one moment apart. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly turn: number;
}

/**
 * The events of one write. INVARIANT: it is opened by the only writer that there is, so moments rise from write to write
 * whatever the clock says, and whoever reads the outbox by position reads it in the order of commits.
 */
export class Outbox {
  /** Of this write. */
  readonly at: number;
  /** Of the write before. */
  readonly last: number;
  readonly #turn: number;
  readonly #happenings: Happening[] = [];

  private constructor(last: Moment, now: number) {
    this.last = last.at;
    this.at = Math.max(now, last.at);
    this.#turn = this.at === last.at ? last.turn + 1 : 0;
  }

  static async open(db: Transaction<Tables>, clock: () => number): Promise<Outbox> {
    return new Outbox(await lastMoment(db), clock());
  }

  add(happening: Happening): void {
    this.#happenings.push(happening);
  }

  async save(db: Transaction<Tables>): Promise<void> {
    const turns = new Map<string, number>();
    const rows = this.#happenings.map(({ type, id, change, fields, before, after, names }) => {
      const turn = (turns.get(id) ?? this.#turn - 1) + 1;
      turns.set(id, turn);
      return {
        at: this.at,
        turn,
        type,
        record_id: id,
        change,
        fields: JSON.stringify(fields),
        before: before && JSON.stringify(before),
        after: after && JSON.stringify(after),
        names: JSON.stringify(names),
      } satisfies Insertable<OutboxTable>;
    });
    for (const some of inChunks(rows)) await db.insertInto('outbox').values(some).execute();
    await db
      .updateTable('moments')
      .set({ at: this.at, turn: turns.values().reduce((latest, turn) => Math.max(latest, turn), this.#turn) })
      .execute();
  }
}

/** Which labels a record has, and which of the fields that change are recorded, if only by a label of their own. */
export const sideOf = ({ labelId, portionLabels, body }: Content, fields: readonly string[]): OutboxSide => ({
  label: labelId,
  portions: portionLabels,
  recorded: fields.filter((field) => field === 'label' || field in body || field in portionLabels),
});

/** Of the last write. */
export async function lastMoment(db: Pick<Transaction<Tables>, 'selectFrom'>): Promise<Moment> {
  const { at, turn } = await db.selectFrom('moments').selectAll().executeTakeFirstOrThrow();
  return { at: Number(at), turn };
}

/** Deletes what is older than any cursor. Of a nation that was quiet for so long, the moment of the last write stays. */
export async function forgetEvents(db: Kysely<Tables>, now: number): Promise<void> {
  await db
    .deleteFrom('outbox')
    .where('at', '<', now - retention.events)
    .execute();
}

/** Ids of these label texts, fresh texts added; and of `others`, as far as they are known. */
export async function internedIn(
  db: Transaction<Tables>,
  texts: readonly string[],
  others: readonly string[] = [],
): Promise<ReadonlyMap<string, number>> {
  const find = () =>
    db
      .selectFrom('labels')
      .selectAll()
      .where('text', '=', sql<string>`any(${[...texts, ...others]}::text[])`)
      .execute();
  const known = new Set((await find()).map(({ text }) => text));
  const fresh = [...new Set(texts)].filter((text) => !known.has(text));
  for (const some of inChunks(fresh)) {
    await db
      .insertInto('labels')
      .values(some.map((text) => ({ text })))
      .execute();
  }
  return new Map((await find()).map(({ id, text }) => [text, id]));
}
