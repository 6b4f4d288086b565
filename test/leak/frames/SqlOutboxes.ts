import { sql } from 'kysely';
import { EventFeed } from '../../../subgraphs/runtime/EventFeed.ts';
import { nationContract } from '../../../subgraphs/runtime/nationContract.ts';
import { openDatabase, type Database } from '../../../subgraphs/runtime/openDatabase.ts';
import { SharedReads } from '../../../subgraphs/runtime/SharedReads.ts';
import { SqlRecordStore } from '../../../subgraphs/runtime/SqlRecordStore.ts';
import { SqlStore } from '../../../subgraphs/runtime/SqlStore.ts';
import { openTestDatabase } from '../SqlStores.ts';
import type { OutboxSetting, OutboxStore, OutboxStores } from './OutboxStore.ts';

/** The stores and outboxes that nations run, each in a part of one database, kept from case to case. */
export class SqlOutboxes implements OutboxStores {
  readonly #whole: Awaited<ReturnType<typeof openTestDatabase>>;
  readonly #open = new Map<string, Database>();

  private constructor(whole: Awaited<ReturnType<typeof openTestDatabase>>) {
    this.#whole = whole;
  }

  static async begin(): Promise<SqlOutboxes> {
    return new SqlOutboxes(await openTestDatabase());
  }

  async open(name: string, { nation, scene, clock, committed }: OutboxSetting): Promise<OutboxStore> {
    const database = await this.#emptyDatabase(name);
    const directory = scene.directories.get(nation) ?? scene.registry.directory;
    const store = new SqlStore(nation, database, new SharedReads());
    const records = new SqlRecordStore({
      nation,
      database,
      ...nationContract(),
      directory: () => directory,
      clock,
      committed,
    });
    const feed = new EventFeed({ kysely: database.kysely, labels: () => store.labels(), release: 'CTS' });
    return {
      store,
      records,
      announceDue: () => records.announceDue(),
      after: async (position) => (await feed.after(position)).events,
      end: () => feed.end(),
    };
  }

  async close(): Promise<void> {
    for (const database of this.#open.values()) await database.close();
    await this.#whole.close();
  }

  async #emptyDatabase(name: string): Promise<Database> {
    const database = this.#open.get(name) ?? (await openDatabase(this.#whole.source, name));
    this.#open.set(name, database);
    const { kysely, schema } = database;
    await sql`truncate ${sql.id(schema, 'labels')}, ${sql.id(schema, 'outbox')} restart identity cascade`.execute(
      kysely,
    );
    await kysely.updateTable('moments').set({ at: 0, turn: 0 }).execute();
    return database;
  }
}
