import type { Insertable, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { GraphQLSchema } from 'graphql';
import type { Directory } from '../../schema/label/directory.ts';
import { unlabelled } from '../../schema/label/label.ts';
import { RecordRefused } from '../errors.ts';
import { changeOf } from './changeOf.ts';
import type { ChangeTimes, Content } from './changeOf.ts';
import { checkRecord } from './checkRecord.ts';
import { recordOf, refer } from './clientReferences.ts';
import { inChunks } from './inChunks.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import type { Database } from './openDatabase.ts';
import { keyOf, knownOrigins, saveOrigins } from './origins.ts';
import { internedIn, Outbox, sideOf } from './Outbox.ts';
import type { RecordStore, RecordTransaction, Write, WriteResult } from './RecordStore.ts';
import type { RecordType } from './RecordType.ts';
import { SqlStore } from './SqlStore.ts';
import { storedForm } from './storedForm.ts';
import type { StoredForm } from './storedForm.ts';
import { Successions } from './Successions.ts';
import type { RecordsTable, Tables } from './tables.ts';
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

/** The writing side of a nation's store in PostgreSQL. */
export class SqlRecordStore implements RecordStore {
  readonly #nation: string;
  readonly #database: Database;
  readonly #schema: GraphQLSchema;
  readonly #types: ReadonlyMap<string, RecordType>;
  readonly #directory: () => Directory;
  readonly #clock: () => number;
  readonly #committed: () => void;
  readonly #successions: Successions;

  constructor(options: {
    nation: string;
    database: Database;
    schema: GraphQLSchema;
    types: ReadonlyMap<string, RecordType>;
    directory: () => Directory;
    clock: () => number;
    /** Told after each commit. */
    committed?: () => void;
  }) {
    this.#nation = options.nation;
    this.#database = options.database;
    this.#schema = options.schema;
    this.#types = options.types;
    this.#directory = options.directory;
    this.#clock = options.clock;
    this.#successions = new Successions(options.types);
    this.#committed = options.committed ?? (() => undefined);
  }

  async transact<T>(work: (transaction: RecordTransaction) => Promise<T>): Promise<T> {
    return this.#alone((db, outbox) => work(this.#transactionOn(db, outbox)));
  }

  async put(writes: readonly Write[]): Promise<readonly WriteResult[]> {
    return this.transact((transaction) => transaction.put(writes));
  }

  async remove(ids: readonly string[]): Promise<readonly string[]> {
    return this.transact((transaction) => transaction.remove(ids));
  }

  #transactionOn(db: Transaction<Tables>, outbox: Outbox): RecordTransaction {
    const { schema } = this.#database;
    const now = outbox.at;
    return {
      now,
      store: new SqlStore(this.#nation, { kysely: db, schema }),
      whole: (ids) => wholeRecords(db, ids, this.#types),
      put: async (writes) =>
        this.#write(
          db,
          writes.map((write) => ({ write, type: this.#typeOf(write.record, now) })),
          outbox,
        ),
      remove: (ids) => removeRecords(db, ids, outbox),
      recordOf: (author, reference) => recordOf(db, author, reference),
      refer: (author, reference, id) => refer(db, author, reference, id),
    };
  }

  /** Announces the successions of labels that have come due, if this process knows of any; `always`: of all. */
  async announceDue(always = false): Promise<void> {
    if (always || this.#successions.isDue(this.#clock())) await this.#alone(async () => undefined);
  }

  /** One writer at a time: label ids and the moments of events then rise in the order of commits. */
  async #alone<T>(write: (transaction: Transaction<Tables>, outbox: Outbox) => Promise<T>): Promise<T> {
    const written = await this.#database.kysely.transaction().execute(async (transaction) => {
      await sql`lock table ${sql.id(this.#database.schema, 'labels')} in share row exclusive mode`.execute(transaction);
      const outbox = await Outbox.open(transaction, this.#clock);
      await this.#successions.announce(transaction, outbox);
      const result = await write(transaction, outbox);
      await outbox.save(transaction);
      await this.#successions.learn(transaction);
      return result;
    });
    this.#committed();
    return written;
  }

  #typeOf(record: AnyRecord, now: number): RecordType {
    const checked = checkRecord(record, {
      nation: this.#nation,
      schema: this.#schema,
      types: this.#types,
      directory: this.#directory(),
      now,
    });
    if ('problem' in checked) throw new RecordRefused(record.id, checked.problem);
    return checked.type;
  }

  async #write(db: Transaction<Tables>, checked: readonly Checked[], outbox: Outbox): Promise<readonly WriteResult[]> {
    const writes = checked.map(({ write }) => write);
    const origins = await knownOrigins(db, writes);
    const forms = checked.map(({ write: { record, origin }, type }) => {
      const id = (origin && origins.get(keyOf(origin))) ?? record.id;
      if (origin) origins.set(keyOf(origin), id);
      return storedForm({ ...record, id }, type);
    });
    const labels = await internedLabels(db, forms);
    const stored = await storedContents(db, forms);
    const rows = new Map<string, { form: StoredForm; row: Insertable<RecordsTable> }>();
    const results = forms.map((written, index): WriteResult => {
      const { id, type } = written;
      const earlier = stored.get(id);
      const keepLabel = checked[index]?.write.keepLabel === true;
      const next = keptLabel(contentOf(written, labels), keepLabel ? earlier : undefined, labels);
      const isPortion = (field: string): boolean => type.portions.has(field);
      const change = changeOf(earlier, next, isPortion, outbox.at);
      if (change.outcome !== 'unchanged') {
        const { outcome, times, fields } = change;
        const form = earlier && fields.every(isPortion) ? unmoved(written, earlier) : written;
        const leastLabelId = form.leastLabel === null ? (earlier?.leastLabelId ?? null) : idIn(labels, form.leastLabel);
        stored.set(id, { ...next, leastLabelId, body: form.body, sortKeys: form.sortKeys, times });
        rows.set(id, { form, row: { ...rowOf(form, next, times), least_label_id: leastLabelId } });
        const before = earlier ? sideOf(earlier, fields) : null;
        const after = sideOf(next, earlier ? fields : []);
        outbox.add({ type: type.name, id, change: outcome, fields, before, after, names: namesIn(written) });
      }
      return { id, outcome: change.outcome };
    });
    await saveRecords(db, [...rows.values()]);
    await saveOrigins(db, writes, origins);
    return results;
  }
}

async function saveRecords(
  db: Transaction<Tables>,
  changed: readonly { row: Insertable<RecordsTable>; form: StoredForm }[],
): Promise<void> {
  for (const rows of inChunks(changed.map(({ row }) => row))) {
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
  for (const rows of inChunks(references)) await db.insertInto('record_references').values(rows).execute();
}

async function removeRecords(
  db: Transaction<Tables>,
  ids: readonly string[],
  outbox: Outbox,
): Promise<readonly string[]> {
  const gone = await db
    .deleteFrom('records')
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .returning(['id', 'type', 'label_id', 'portion_labels'])
    .execute();
  for (const { id, type, label_id: label, portion_labels: portions } of gone) {
    const before = { label, portions, recorded: [] };
    outbox.add({ type, id, change: 'removed', fields: [], before, after: null, names: {} });
  }
  return gone.map(({ id }) => id).toSorted();
}

/** The records that one shows with, as far as it names one in each such field. */
const namesIn = ({ type, references }: StoredForm): Record<string, string> =>
  Object.fromEntries(
    references.flatMap(({ field, target }) => (type.visibleWith.has(field) ? [[field, target] as const] : [])),
  );

/** Ids of all label texts in the forms, fresh texts added. */
async function internedLabels(
  db: Transaction<Tables>,
  forms: readonly StoredForm[],
): Promise<ReadonlyMap<string, number>> {
  const texts = forms.flatMap(({ label, portions, leastLabel }) => [
    label,
    ...Object.values(portions),
    ...(leastLabel === null ? [] : [leastLabel]),
  ]);
  return internedIn(db, [...new Set(texts)], [unlabelled]);
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
