import { sql } from 'kysely';
import { EventFeed } from '../../../subgraphs/runtime/EventFeed.ts';
import { nationContract } from '../../../subgraphs/runtime/nationContract.ts';
import type { Database } from '../../../subgraphs/runtime/openDatabase.ts';
import { SharedReads } from '../../../subgraphs/runtime/SharedReads.ts';
import { SqlRecordStore } from '../../../subgraphs/runtime/SqlRecordStore.ts';
import { SqlStore } from '../../../subgraphs/runtime/SqlStore.ts';
import { KeptDatabases } from '../KeptDatabases.ts';
import { directoryIn } from '../Scene.ts';
import type { OutboxSetting, OutboxStore, OutboxStores } from './OutboxStore.ts';

/** The stores and outboxes that nations run. */
export class SqlOutboxes implements OutboxStores {
  readonly #databases: KeptDatabases;

  constructor(databases: KeptDatabases) {
    this.#databases = databases;
  }

  async open(name: string, { nation, scene, clock, committed }: OutboxSetting): Promise<OutboxStore> {
    const database = await this.#emptyDatabase(name);
    const directory = directoryIn(scene, nation);
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

  close(): Promise<void> {
    return this.#databases.close();
  }

  async #emptyDatabase(name: string): Promise<Database> {
    const database = await this.#databases.get(name);
    const { kysely, schema } = database;
    await sql`truncate ${sql.id(schema, 'labels')}, ${sql.id(schema, 'outbox')} restart identity cascade`.execute(
      kysely,
    );
    await kysely.updateTable('moments').set({ at: 0, turn: 0 }).execute();
    return database;
  }
}
