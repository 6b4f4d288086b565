import { sql } from 'kysely';
import type { Database } from '../../subgraphs/runtime/openDatabase.ts';
import type { RecordStore } from '../../subgraphs/runtime/RecordStore.ts';
import { unsent, type StoredRecord } from '../support/oracle/prune.ts';

/** What lies in one nation's tables, for tests that look at it from outside and put it back. */
export class SqlContents {
  readonly #database: Database;
  readonly #records: RecordStore;
  /** The last number of the outbox that belongs to what was filled in. */
  #mark = 0;

  constructor(database: Database, records: RecordStore) {
    this.#database = database;
    this.#records = records;
  }

  /** From now on these records and no other. */
  async fill(records: readonly StoredRecord[]): Promise<void> {
    const tables = sql.join(['labels', 'outbox', 'client_references', 'origins'].map((name) => this.#table(name)));
    await this.#run(sql`truncate ${tables} restart identity cascade`);
    await this.#records.put(records.map((record) => ({ record: unsent(record) })));
    await this.#records.transact(async (transaction) => {
      for (const { id, sentAs } of records) if (sentAs) await transaction.refer(sentAs.author, sentAs.reference, id);
    });
    for (const name of kept) {
      await this.#run(sql`drop table if exists ${this.#copy(name)}`);
      await this.#run(sql`create table ${this.#copy(name)} as select * from ${this.#table(name)}`);
    }
    this.#mark = await this.#latest();
  }

  /** As it was filled, but that label texts stay. */
  async restart(): Promise<void> {
    const changed = sql`(select record_id from ${this.#table('outbox')} where sequence > ${this.#mark})`;
    const own = [
      ['records', 'id'],
      ['record_references', 'record_id'],
    ] as const;
    for (const [name, key] of own.toReversed()) {
      await this.#run(sql`delete from ${this.#table(name)} where ${sql.id(key)} in ${changed}`);
    }
    for (const [name, key] of own) {
      const copy = this.#copy(name);
      await this.#run(sql`insert into ${this.#table(name)} select * from ${copy} where ${sql.id(key)} in ${changed}`);
    }
    const references = this.#table('client_references');
    await this.#run(sql`delete from ${references}`);
    await this.#run(sql`insert into ${references} select * from ${this.#copy('client_references')}`);
    this.#mark = await this.#latest();
  }

  async held(): Promise<readonly StoredRecord[]> {
    const { rows } = await sql<{ id: string }>`select id from ${this.#table('records')} order by id`.execute(
      this.#database.kysely,
    );
    const references = await this.#database.kysely.selectFrom('client_references').selectAll().execute();
    const sentAs = new Map(references.map(({ author, reference, record_id }) => [record_id, { author, reference }]));
    const whole = await this.#records.transact((transaction) => transaction.whole(rows.map(({ id }) => id)));
    return [...whole.values()].map((record) => {
      const sent = sentAs.get(record.id);
      return { ...record, ...(sent && { sentAs: sent }) } as StoredRecord;
    });
  }

  async #latest(): Promise<number> {
    const { rows } = await sql<{
      last: number | null;
    }>`select max(sequence)::int as last from ${this.#table('outbox')}`.execute(this.#database.kysely);
    return rows[0]?.last ?? 0;
  }

  async #run(query: ReturnType<typeof sql>): Promise<void> {
    await query.execute(this.#database.kysely);
  }

  #table(name: string) {
    return sql.id(this.#database.schema, name);
  }

  #copy(name: string) {
    return sql.id(this.#database.schema, `copy_of_${name}`);
  }
}

const kept = ['records', 'record_references', 'client_references'];
