import type { RecordStore } from '../../subgraphs/runtime/RecordStore.ts';
import type { Store } from '../../subgraphs/runtime/Store.ts';
import type { StoredRecord, Stores } from '../support/oracle/prune.ts';
import type { Bench, Loaded, Place } from './Bench.ts';
import { Draws } from './Draws.ts';
import type { LocalGateway } from './LocalGateway.ts';
import { askLocally } from './LocalNations.ts';
import { ModelRecordStore } from './ModelRecordStore.ts';
import type { Told } from './prunedFor.ts';
import { directoryIn, type Scene } from './Scene.ts';

/** One nation's store, both sides of it. */
export interface NationStore {
  readonly store: Store;
  readonly records: Pick<RecordStore, 'transact'>;
  held(): Promise<readonly StoredRecord[]>;
  restart(): Promise<void>;
}

/** A store with these records, in the place of what was there before. */
export type MakeStore = (
  place: Place,
  nation: string,
  records: readonly StoredRecord[],
  scene: Scene,
) => Promise<NationStore>;

export const makeModelStore: MakeStore = async (_place, nation, records, scene) => {
  const fresh = (): ModelRecordStore =>
    new ModelRecordStore(records, { nation, directory: directoryIn(scene, nation), clock: () => scene.now });
  let model = fresh();
  return {
    get store() {
      return model.store;
    },
    get records() {
      return model;
    },
    held: async () => model.held,
    restart: async () => {
      model = fresh();
    },
  };
};

/** Gateway and nations in this thread. */
export class LocalBench implements Bench {
  readonly #gateway: LocalGateway;
  readonly #makeStore: MakeStore;

  constructor(gateway: LocalGateway, makeStore: MakeStore) {
    this.#gateway = gateway;
    this.#makeStore = makeStore;
  }

  async load(place: Place, scene: Scene, records: Stores, told: Told): Promise<Loaded> {
    const stores = new Map<string, NationStore>();
    const draws = new Draws();
    for (const [nation, own] of records) stores.set(nation, await this.#makeStore(place, nation, own, scene));
    return {
      system: (locks, down) => {
        const ask = askLocally({ scene, stores, draws, lock: locks.nation, down });
        const setting = { scene, told, lock: locks.gateway, ask };
        return { ask: (reader, operation) => this.#gateway.ask(setting, reader, operation) };
      },
      held: async () => {
        const held = new Map<string, readonly StoredRecord[]>();
        for (const [nation, store] of stores) held.set(nation, await store.held());
        return held;
      },
      restart: async () => {
        draws.restart();
        for (const store of stores.values()) await store.restart();
      },
    };
  }

  async stop(): Promise<void> {}
}
