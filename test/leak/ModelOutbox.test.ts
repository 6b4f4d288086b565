import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FeedSide } from '../../schema/feed/FeedEvent.ts';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';
import type { StoredRecord } from '../support/oracle/prune.ts';
import { Dice } from './Dice.ts';
import { withoutTurn } from './frames/FrameTrack.ts';
import { modelOutboxes } from './frames/modelOutboxes.ts';
import type { OutboxStore } from './frames/OutboxStore.ts';
import { randomWrite, type FrameWrite } from './frames/randomWrite.ts';
import { SqlOutboxes } from './frames/SqlOutboxes.ts';
import { KeptDatabases } from './KeptDatabases.ts';
import { randomAlliance } from './TestScene.ts';

let sql: SqlOutboxes;
beforeAll(async () => {
  sql = new SqlOutboxes(await KeptDatabases.open());
});
afterAll(() => sql?.close());

const nation = 'EST';
const types = [...nationContract().types.keys()].map((name) => [1, name] as const);

it('the model of a feed tells of writes, and of labels whose time has come, as the feed does that nations run', async () => {
  const seen = new Set<string>();
  const property = fc.asyncProperty(fc.integer(), async (seed) => {
    const { alliance, scene } = randomAlliance(seed, 2);
    const dice = new Dice(seed);
    const clock = { now: scene.now };
    const setting = { nation, scene, clock: () => clock.now, committed: () => undefined };
    const stores = [await modelOutboxes.open('only', setting), await sql.open('only', setting)];
    let held: ReadonlyMap<string, StoredRecord> = new Map();
    const write = async (writes: readonly FrameWrite[]): Promise<void> => {
      const outcomes: string[] = [];
      for (const store of stores) outcomes.push(await written(store, writes));
      expect(outcomes[0]).toBe(outcomes[1]);
      if (outcomes[0] === 'done') held = writes.reduce(after, held);
    };
    await write([{ nation, put: alliance.records[nation] ?? [], removed: [] }]);
    for (let round = 0; round < 12; round += 1) {
      clock.now += dice.pick([0, 10]);
      if (dice.percent(50)) {
        const [last] = await Promise.all(stores.map((store) => store.end()));
        for (const store of stores) await store.announceDue();
        if (last && (await stores[0]?.after(last))?.length) seen.add('gave way');
      } else {
        const writable = {
          held: new Map([[nation, held]]),
          nations: [nation],
          written: types,
          shown: new Set<string>(),
          ground: new Set<string>(),
          dates: [5, 15, 25].map((later) => clock.now + later),
          persons: () => [],
        };
        await write(dice.times(dice.below(4), () => randomWrite(dice, writable)));
      }
    }
    const [model, real] = await Promise.all(stores.map(toldBy));
    expect(model).toEqual(real);
    for (const { change } of model?.events ?? []) seen.add(change);
  });
  await fc.assert(property, { numRuns: 30, endOnFailure: true });
  expect([...seen].toSorted()).toEqual(['gave way', 'inserted', 'removed', 'updated']);
});

/** One write of them all. */
async function written({ records }: OutboxStore, writes: readonly FrameWrite[]): Promise<string> {
  try {
    await records.transact(async (transaction) => {
      for (const { put, removed } of writes) {
        await transaction.put(put.map((record) => ({ record })));
        await transaction.remove(removed);
      }
    });
    return 'done';
  } catch (error) {
    return String(error);
  }
}

const after = (
  held: ReadonlyMap<string, StoredRecord>,
  { put, removed }: FrameWrite,
): ReadonlyMap<string, StoredRecord> =>
  new Map([...held, ...put.map((record) => [record.id, record] as const)].filter(([id]) => !removed.includes(id)));

async function toldBy(store: OutboxStore) {
  const events = await store.after({ at: 0, turn: -1, id: '' });
  const side = (one: FeedSide | null): FeedSide | null => one && { ...one, recorded: one.recorded.toSorted() };
  return {
    behindTheEnd: await store.after(await store.end()),
    events: events.map((event) => ({
      ...event,
      // A turn may be left out: what counts is the order.
      position: withoutTurn(event.position),
      fields: event.fields.toSorted(),
      before: side(event.before),
      after: side(event.after),
    })),
  };
}
