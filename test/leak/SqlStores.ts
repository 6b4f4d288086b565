import { nationContract } from '../../subgraphs/runtime/nationContract.ts';
import { openDatabase, type Database } from '../../subgraphs/runtime/openDatabase.ts';
import { SqlRecordStore } from '../../subgraphs/runtime/SqlRecordStore.ts';
import { SharedReads } from '../../subgraphs/runtime/SharedReads.ts';
import { SqlStore } from '../../subgraphs/runtime/SqlStore.ts';
import { testDatabases } from '../subgraphs/support/testDatabases.ts';
import type { MakeStore } from './LocalBench.ts';
import { SqlContents } from './SqlContents.ts';

export interface SqlStores {
  readonly make: MakeStore;
  close(): Promise<void>;
}

/** The stores that nations run, each in a part of one database: PostgreSQL when TEST_DATABASE_URL names a server. */
export async function openSqlStores(): Promise<SqlStores> {
  const whole = await openTestDatabase();
  const databases = new Map<string, Database>();
  const databaseOf = async (name: string): Promise<Database> => {
    const database = databases.get(name) ?? (await openDatabase(whole.source, name));
    databases.set(name, database);
    return database;
  };
  return {
    make: async (place, nation, records, { directories, registry, now }) => {
      const database = await databaseOf(`${nation}-${place.replace(' ', '-')}`);
      const directory = directories.get(nation) ?? registry.directory;
      const store = new SqlRecordStore({
        nation,
        database,
        ...nationContract(),
        directory: () => directory,
        clock: () => now,
      });
      const contents = new SqlContents(database, store);
      await contents.fill(records);
      return {
        store: new SqlStore(nation, database, new SharedReads()),
        records: store,
        held: () => contents.held(),
        restart: () => contents.restart(),
      };
    },
    close: async () => {
      for (const database of databases.values()) await database.close();
      await whole.close();
    },
  };
}

export async function openTestDatabase() {
  const kind = testDatabases.findLast(({ skip }) => !skip);
  if (kind === undefined) throw new TypeError('there is no database to test with');
  return kind.open();
}
