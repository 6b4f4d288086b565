import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { unlabelled } from '../../schema/label/label.ts';
import { labelText } from '../../schema/label/marking.ts';
import { internedIn } from './Outbox.ts';
import type { Outbox } from './Outbox.ts';
import { parsedMarking } from './parsedMarking.ts';
import type { RecordType } from './RecordType.ts';
import type { Tables } from './tables.ts';

interface Dated {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The texts of what was in force until then and is from then on. */
  readonly before: string;
  readonly after: string;
}

/**
 * Labels that another one takes over from at a set time. Nothing is written to a record when that comes, for labels are
 * read as of now; but it is an event. INVARIANT: whatever was due by the moment of a write was announced by it, or before.
 */
export class Successions {
  readonly #types: ReadonlyMap<string, RecordType>;
  readonly #dated: Dated[] = [];
  #lastLabel = 0;
  #announced = -Infinity;

  constructor(types: ReadonlyMap<string, RecordType>) {
    this.#types = types;
  }

  /** Is one due that this process knows of? */
  isDue(now: number): boolean {
    return this.#dated.some(({ at }) => at > this.#announced && at <= now);
  }

  /** Adds the events of all that came due since the write before. To be called before anything else is written. */
  async announce(db: Transaction<Tables>, outbox: Outbox): Promise<void> {
    await this.learn(db);
    const due = this.#dated.filter(({ at }) => at > outbox.last && at <= outbox.at);
    this.#announced = outbox.at;
    if (due.length === 0) return;
    const texts = await internedIn(
      db,
      due.flatMap(({ before, after }) => [before, after]),
    );
    const swap = (side: 'before' | 'after') => {
      const ids = new Map(due.map((dated) => [dated.id, texts.get(dated[side]) ?? dated.id]));
      return (id: number): number => ids.get(id) ?? id;
    };
    const [earlier, later] = [swap('before'), swap('after')];
    const isDue = new Set(due.map(({ id }) => id));
    const records = await carrying(db, [...isDue]);
    const names = await this.#namesOf(db, records);
    for (const { id, type, label_id: label, portion_labels: portions } of records) {
      const fields = Object.keys(portions).filter((field) => isDue.has(portions[field] ?? 0));
      if (isDue.has(label)) fields.push('label');
      const side = (swapped: (id: number) => number) => ({
        label: swapped(label),
        portions: Object.fromEntries(Object.entries(portions).map(([field, own]) => [field, swapped(own)])),
        recorded: fields,
      });
      outbox.add({ type, id, change: 'updated', fields, before: side(earlier), after: side(later), names: names(id) });
    }
  }

  /** The records that each of these shows with. */
  async #namesOf(
    db: Transaction<Tables>,
    records: readonly { readonly id: string; readonly type: string }[],
  ): Promise<(id: string) => Readonly<Record<string, string>>> {
    const typeOf = new Map(records.map(({ id, type }) => [id, this.#types.get(type)]));
    const references = await db
      .selectFrom('record_references')
      .selectAll()
      .where('record_id', '=', sql<string>`any(${[...typeOf.keys()]}::text[])`)
      .execute();
    const named = references.filter(({ record_id, field }) => typeOf.get(record_id)?.visibleWith.has(field));
    const byRecord = Map.groupBy(named, ({ record_id }) => record_id);
    return (id) => Object.fromEntries((byRecord.get(id) ?? []).map(({ field, target_id }) => [field, target_id]));
  }

  /**
   * To be called after everything was written, too: nobody may write again before the label's time has come. Labels are
   * only ever added, by one writer at a time: whatever has a higher id is new.
   */
  async learn(db: Transaction<Tables>): Promise<void> {
    const fresh = await db
      .selectFrom('labels')
      .select(['id', 'text'])
      .where('id', '>', this.#lastLabel)
      .orderBy('id')
      .execute();
    for (const { id, text } of fresh) {
      this.#lastLabel = id;
      const dated = datedOf(id, text);
      if (dated) this.#dated.push(dated);
    }
  }
}

function datedOf(id: number, text: string): Dated | null {
  if (!text.includes(' UNTIL ')) return null;
  const label = parsedMarking(text)?.label;
  if (label === undefined || label === unlabelled || label.succession === null) return null;
  const { succession } = label;
  return {
    id,
    at: Date.parse(succession.at),
    before: labelText({ ...label, succession: null }),
    after: labelText(succession.label),
  };
}

const carrying = (db: Transaction<Tables>, labels: readonly number[]) =>
  db
    .selectFrom('records')
    .select(['id', 'type', 'label_id', 'portion_labels'])
    .where((where) =>
      where.or([
        where('label_id', '=', sql<number>`any(${labels}::int[])`),
        sql<boolean>`exists (
          select from jsonb_each(portion_labels) as portion where portion.value::int = any(${labels}::int[]))`,
      ]),
    )
    .orderBy('id')
    .execute();
