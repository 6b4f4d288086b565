import { nationContract } from '../../subgraphs/runtime/nationContract.ts';
import { SqlRecordStore } from '../../subgraphs/runtime/SqlRecordStore.ts';
import { SharedReads } from '../../subgraphs/runtime/SharedReads.ts';
import { SqlStore } from '../../subgraphs/runtime/SqlStore.ts';
import { KeptDatabases } from './KeptDatabases.ts';
import type { MakeStore } from './LocalBench.ts';
import { directoryIn } from './Scene.ts';
import { SqlContents } from './SqlContents.ts';

export interface SqlStores {
  readonly make: MakeStore;
  close(): Promise<void>;
}

/** The stores that nations run. */
export async function openSqlStores(): Promise<SqlStores> {
  const databases = await KeptDatabases.open();
  return {
    make: async (place, nation, records, scene) => {
      const database = await databases.get(`${nation}-${place.replace(' ', '-')}`);
      const directory = directoryIn(scene, nation);
      const store = new SqlRecordStore({
        nation,
        database,
        ...nationContract(),
        directory: () => directory,
        clock: () => scene.now,
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
    close: () => databases.close(),
  };
}
