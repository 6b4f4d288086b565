import type { Store } from '../../subgraphs/runtime/Store.ts';
import type { StoredRecord, Stores } from '../support/oracle/prune.ts';
import type { Bench, Loaded, Place } from './Bench.ts';
import type { LocalGateway } from './LocalGateway.ts';
import { askLocally } from './LocalNations.ts';
import { ModelStore } from './ModelStore.ts';
import type { Told } from './prunedFor.ts';
import type { Scene } from './Scene.ts';

/** A store with these records, in the place of what was there before. */
export type MakeStore = (
  place: Place,
  nation: string,
  records: readonly StoredRecord[],
  scene: Scene,
) => Promise<Store>;

export const makeModelStore: MakeStore = async (_place, nation, records) => new ModelStore(nation, records);

/** Gateway and nations in this thread. */
export class LocalBench implements Bench {
  readonly #gateway: LocalGateway;
  readonly #makeStore: MakeStore;

  constructor(gateway: LocalGateway, makeStore: MakeStore) {
    this.#gateway = gateway;
    this.#makeStore = makeStore;
  }

  async load(place: Place, scene: Scene, records: Stores, told: Told): Promise<Loaded> {
    const stores = new Map<string, Store>();
    for (const [nation, own] of records) stores.set(nation, await this.#makeStore(place, nation, own, scene));
    return {
      system: (locks, down) => {
        const ask = askLocally({ scene, stores, lock: locks.nation, down });
        const setting = { scene, told, lock: locks.gateway, ask };
        return { ask: (reader, operation) => this.#gateway.ask(setting, reader, operation) };
      },
    };
  }

  async stop(): Promise<void> {}
}
