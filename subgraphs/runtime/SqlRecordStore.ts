import type { Insertable, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { GraphQLSchema } from 'graphql';
import type { Directory } from '../../schema/label/directory.ts';
import { unlabelled } from '../../schema/label/label.ts';
import { RecordRefused } from '../errors.ts';
import { changeOf } from './changeOf.ts';
import type { ChangeTimes, Content } from './changeOf.ts';
import { checkRecord } from './checkRecord.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import type { Database } from './openDatabase.ts';
import type { Origin, RecordStore, RecordTransaction, Write, WriteResult } from './RecordStore.ts';
import type { RecordType } from './RecordType.ts';
import { SqlStore } from './SqlStore.ts';
import { storedForm } from './storedForm.ts';
import type { StoredForm } from './storedForm.ts';
import type { OutboxTable, RecordsTable, Tables } from './tables.ts';
import { wholeRecords } from './wholeRecords.ts';

type AnyRecord = LabelledRecord<string, string>;
interface Checked {
  readonly write: Write;
  readonly type: RecordType;
}
interface Stored extends Content {
  readonly leastLabelId: number | null;
  readonly sortKeys: StoredForm['sortKeys'];
  readonly times: ChangeTimes;
}

/** Rows a statement: PostgreSQL takes at most 65,535 parameters. */
const rowsAtOnce = 1000;

/** The writing side of a nation's store in PostgreSQL. */
export class SqlRecordStore implements RecordStore {
  readonly #nation: string;
  readonly #database: Database;
  readonly #schema: GraphQLSchema;
  readonly #types: ReadonlyMap<string, RecordType>;
  readonly #directory: Directory;
  readonly #clock: () => number;

  constructor(options: {
    nation: string;
    database: Database;
    schema: GraphQLSchema;
    types: ReadonlyMap<string, RecordType>;
    directory: Directory;
    clock: () => number;
  }) {
    this.#nation = options.nation;
    this.#database = options.database;
    this.#schema = options.schema;
    this.#types = options.types;
    this.#directory = options.directory;
    this.#clock = options.clock;
  }

  async transact<T>(work: (transaction: RecordTransaction) => Promise<T>): Promise<T> {
    return this.#alone((db) => work(this.#transactionOn(db, this.#clock())));
  }

  async put(writes: readonly Write[]): Promise<readonly WriteResult[]> {
    return this.transact((transaction) => transaction.put(writes));
  }

  async remove(ids: readonly string[]): Promise<readonly string[]> {
    return this.transact((transaction) => transaction.remove(ids));
  }

  #transactionOn(db: Transaction<Tables>, now: number): RecordTransaction {
    const { schema } = this.#database;
    return {
      now,
      store: new SqlStore(this.#nation, { kysely: db, schema }),
      whole: (ids) => wholeRecords(db, ids, this.#types),
      put: async (writes) =>
        this.#write(
          db,
          writes.map((write) => ({ write, type: this.#typeOf(write.record, now) })),
          now,
        ),
      remove: (ids) => removeRecords(db, ids, now),
      recordOf: (author, reference) => recordOf(db, author, reference),
      refer: (author, reference, id) => refer(db, author, reference, id),
    };
  }

  /** One writer at a time: label ids and outbox numbers then rise in the order of commits. */
  async #alone<T>(write: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#database.kysely.transaction().execute(async (transaction) => {
      await sql`lock table ${sql.id(this.#database.schema, 'labels')} in share row exclusive mode`.execute(transaction);
      return write(transaction);
    });
  }

  #typeOf(record: AnyRecord, now: number): RecordType {
    const checked = checkRecord(record, {
      nation: this.#nation,
      schema: this.#schema,
      types: this.#types,
      directory: this.#directory,
      now,
    });
    if ('problem' in checked) throw new RecordRefused(`record \`${record.id}\`: ${checked.problem}`);
    return checked.type;
  }

  async #write(db: Transaction<Tables>, checked: readonly Checked[], now: number): Promise<readonly WriteResult[]> {
    const origins = await knownOrigins(db, checked);
    const forms = checked.map(({ write: { record, origin }, type }) => {
      const id = (origin && origins.get(keyOf(origin))) ?? record.id;
      if (origin) origins.set(keyOf(origin), id);
      return storedForm({ ...record, id }, type);
    });
    const labels = await internedLabels(db, forms);
    const stored = await storedContents(db, forms);
    const rows = new Map<string, { form: StoredForm; row: Insertable<RecordsTable> }>();
    const events: Insertable<OutboxTable>[] = [];
    const results = forms.map((written, index): WriteResult => {
      const { id, type } = written;
      const earlier = stored.get(id);
      const keepLabel = checked[index]?.write.keepLabel === true;
      const next = keptLabel(contentOf(written, labels), keepLabel ? earlier : undefined, labels);
      const isPortion = (field: string): boolean => type.portions.has(field);
      const change = changeOf(earlier, next, isPortion, now);
      if (change.outcome !== 'unchanged') {
        const { outcome, times, fields } = change;
        const form = earlier && fields.every(isPortion) ? unmoved(written, earlier) : written;
        const leastLabelId = form.leastLabel === null ? (earlier?.leastLabelId ?? null) : idIn(labels, form.leastLabel);
        stored.set(id, { ...next, leastLabelId, body: form.body, sortKeys: form.sortKeys, times });
        rows.set(id, { form, row: { ...rowOf(form, next, times), least_label_id: leastLabelId } });
        events.push({ at: now, type: type.name, record_id: id, change: outcome, fields: JSON.stringify(fields) });
      }
      return { id, outcome: change.outcome };
    });
    await saveRecords(db, [...rows.values()]);
    await saveEvents(db, events);
    await saveOrigins(db, checked, origins);
    return results;
  }
}

async function saveRecords(
  db: Transaction<Tables>,
  changed: readonly { row: Insertable<RecordsTable>; form: StoredForm }[],
): Promise<void> {
  for (const rows of chunks(changed.map(({ row }) => row))) {
    await db
      .insertInto('records')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          label_id: row.ref('excluded.label_id'),
          portion_labels: row.ref('excluded.portion_labels'),
          least_label_id: row.ref('excluded.least_label_id'),
          body: row.ref('excluded.body'),
          search: row.ref('excluded.search'),
          sort_keys: row.ref('excluded.sort_keys'),
          changed_at: row.ref('excluded.changed_at'),
          portion_times: row.ref('excluded.portion_times'),
        })),
      )
      .execute();
  }
  const ids = changed.map(({ form }) => form.id);
  await db
    .deleteFrom('record_references')
    .where('record_id', '=', sql<string>`any(${ids}::text[])`)
    .execute();
  const references = changed.flatMap(({ form }) =>
    form.references.map(({ field, target }) => ({ record_id: form.id, field, target_id: target })),
  );
  for (const rows of chunks(references)) await db.insertInto('record_references').values(rows).execute();
}

async function removeRecords(db: Transaction<Tables>, ids: readonly string[], at: number): Promise<readonly string[]> {
  const gone = await db
    .deleteFrom('records')
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .returning(['id', 'type'])
    .execute();
  const events = gone.map(({ id, type }) => ({ at, type, record_id: id, change: 'removed' as const, fields: '[]' }));
  await saveEvents(db, events);
  return gone.map(({ id }) => id).toSorted();
}

async function recordOf(db: Transaction<Tables>, author: string, reference: string): Promise<string | null> {
  const row = await db
    .selectFrom('client_references')
    .select('record_id')
    .where('author', '=', author)
    .where('reference', '=', reference)
    .executeTakeFirst();
  return row?.record_id ?? null;
}

async function refer(db: Transaction<Tables>, author: string, reference: string, id: string): Promise<void> {
  await db
    .insertInto('client_references')
    .values({ author, reference, record_id: id })
    .onConflict((conflict) => conflict.columns(['author', 'reference']).doUpdateSet({ record_id: id }))
    .execute();
}

async function saveEvents(db: Transaction<Tables>, events: readonly Insertable<OutboxTable>[]): Promise<void> {
  for (const some of chunks(events)) await db.insertInto('outbox').values(some).execute();
}

const keyOf = ({ format, key }: Origin): string => JSON.stringify([format, key]);

async function knownOrigins(db: Transaction<Tables>, checked: readonly Checked[]): Promise<Map<string, string>> {
  const origins = checked.flatMap(({ write }) => write.origin ?? []);
  if (origins.length === 0) return new Map();
  const rows = await db
    .selectFrom('origins')
    .selectAll()
    .where('format', '=', sql<string>`any(${[...new Set(origins.map(({ format }) => format))]}::text[])`)
    .where('key', '=', sql<string>`any(${origins.map(({ key }) => key)}::text[])`)
    .execute();
  return new Map(rows.map((row) => [keyOf(row), row.record_id]));
}

async function saveOrigins(
  db: Transaction<Tables>,
  checked: readonly Checked[],
  origins: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = checked.flatMap(({ write }) =>
    write.origin ? [{ ...write.origin, record_id: origins.get(keyOf(write.origin)) ?? write.record.id }] : [],
  );
  for (const some of chunks(rows)) {
    await db
      .insertInto('origins')
      .values(some)
      .onConflict((conflict) => conflict.columns(['format', 'key']).doNothing())
      .execute();
  }
}

/** Ids of all label texts in the forms, fresh texts added. */
async function internedLabels(
  db: Transaction<Tables>,
  forms: readonly StoredForm[],
): Promise<ReadonlyMap<string, number>> {
  const texts = [
    ...new Set(
      forms.flatMap(({ label, portions, leastLabel }) => [
        label,
        ...Object.values(portions),
        ...(leastLabel ? [leastLabel] : []),
      ]),
    ),
  ];
  const find = () =>
    db
      .selectFrom('labels')
      .selectAll()
      .where('text', '=', sql<string>`any(${[...texts, unlabelled]}::text[])`)
      .execute();
  const known = new Set((await find()).map(({ text }) => text));
  const fresh = texts.filter((text) => !known.has(text));
  for (const some of chunks(fresh)) {
    await db
      .insertInto('labels')
      .values(some.map((text) => ({ text })))
      .execute();
  }
  return new Map((await find()).map(({ id, text }) => [text, id]));
}

/** What the store holds of the records that are written. */
async function storedContents(db: Transaction<Tables>, forms: readonly StoredForm[]): Promise<Map<string, Stored>> {
  const ids = forms.map(({ id }) => id);
  const rows = await db
    .selectFrom('records')
    .selectAll()
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute();
  return new Map(
    rows.map(({ id, label_id, portion_labels, least_label_id, body, sort_keys, changed_at, portion_times }) => [
      id,
      {
        labelId: label_id,
        portionLabels: portion_labels,
        leastLabelId: least_label_id,
        body,
        sortKeys: sort_keys,
        times: { record: Number(changed_at), portions: portion_times },
      },
    ]),
  );
}

const contentOf = ({ label, portions, body }: StoredForm, labels: ReadonlyMap<string, number>): Content => ({
  labelId: idIn(labels, label),
  portionLabels: Object.fromEntries(Object.entries(portions).map(([field, text]) => [field, idIn(labels, text)])),
  body,
});

/** The new content, under the label and portion labels of the stored one where it has been labelled. */
function keptLabel(next: Content, stored: Content | undefined, labels: ReadonlyMap<string, number>): Content {
  if (stored === undefined || stored.labelId === labels.get(unlabelled)) return next;
  return { ...next, labelId: stored.labelId, portionLabels: stored.portionLabels };
}

/** The new content at the stored record's time and place in lists. */
function unmoved(form: StoredForm, { body: { updatedAt }, sortKeys }: Stored): StoredForm {
  const { updatedAt: _, ...body } = form.body;
  return { ...form, body: updatedAt === undefined ? body : { ...body, updatedAt }, sortKeys };
}

function idIn(labels: ReadonlyMap<string, number>, text: string): number {
  const id = labels.get(text);
  if (id === undefined) throw new Error(`the label \`${text}\` was not interned`);
  return id;
}

const rowOf = (form: StoredForm, content: Content, times: ChangeTimes): Insertable<RecordsTable> => ({
  id: form.id,
  type: form.type.name,
  label_id: content.labelId,
  portion_labels: JSON.stringify(content.portionLabels),
  body: JSON.stringify(form.body),
  search: JSON.stringify(form.search),
  sort_keys: JSON.stringify(form.sortKeys),
  changed_at: times.record,
  portion_times: JSON.stringify(times.portions),
});

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}
