import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';
import type { RecordTransaction, Write } from '../../subgraphs/runtime/RecordStore.ts';
import type { StoredRecord } from '../support/oracle/prune.ts';
import { Dice } from './Dice.ts';
import { makeModelStore, type NationStore } from './LocalBench.ts';
import { openSqlStores, type SqlStores } from './SqlStores.ts';
import { randomAlliance } from './TestScene.ts';

let sql: SqlStores;
beforeAll(async () => {
  sql = await openSqlStores();
});
afterAll(() => sql?.close());

const nation = 'EST';

it('the model of a store is written as the store is that nations run', async () => {
  const outcomes = new Map<string, number>();
  const property = fc.asyncProperty(fc.integer(), async (seed) => {
    const { alliance, scene } = randomAlliance(seed, 2);
    const records = alliance.records[nation] ?? [];
    const [some, others] = [records.filter((_, index) => index % 3 > 0), records];
    const stores: NationStore[] = [];
    for (const make of [makeModelStore, sql.make]) stores.push(await make('full', nation, some, scene));
    for (let round = 0; round < 10; round += 1) {
      const [model, real] = await Promise.all(
        stores.map(({ records: writing }) =>
          writing.transact((transaction) => writeAtRandom(transaction, new Dice(seed + round), others)).catch(told),
        ),
      );
      expect(model).toEqual(real);
      for (const outcome of [model].flat().map(String)) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      const [modelHeld, realHeld] = await Promise.all(stores.map(contentsOf));
      expect(modelHeld).toEqual(realHeld);
    }
    for (const store of stores) await store.restart();
    const [model, real] = await Promise.all(stores.map(contentsOf));
    expect(model).toEqual(real);
  });
  await fc.assert(property, { numRuns: 25, endOnFailure: true });
  expect([...outcomes.keys()]).toEqual(
    expect.arrayContaining(['inserted', 'updated', 'unchanged', 'refused', 'ended']),
  );
});

/** Equal dice write equally. */
async function writeAtRandom(
  transaction: RecordTransaction,
  dice: Dice,
  records: readonly StoredRecord[],
): Promise<readonly unknown[]> {
  const results = await transaction.put(dice.times(1 + dice.below(3), () => randomWrite(dice, records)));
  const found = await transaction.recordOf('somebody', dice.pick(['one', 'two']));
  const [first] = results;
  // A reference may come to stand for another record; a record has but one.
  if (first) await transaction.refer('somebody', first.id < 'EST:m' ? 'one' : 'two', first.id);
  const gone = dice.percent(40) ? await transaction.remove(dice.some(records, 10).map(({ id }) => id)) : [];
  if (dice.percent(15)) throw new TypeError('the writer thinks better of it');
  return [...results.map(({ outcome }) => outcome), JSON.stringify([results, found, gone])];
}

/** A record as it is, or with a value, a portion or a label of another. */
function randomWrite(dice: Dice, records: readonly StoredRecord[]): Write {
  const record = dice.pick(records);
  const other = dice.pick(records.filter(({ __typename }) => __typename === record.__typename));
  const type = nationContract().types.get(record.__typename);
  const field = dice.pick([...(dice.percent(50) ? type!.portions : type!.fields), 'name']);
  const changed = dice.weighted([
    [2, {}],
    [4, { [field]: other[field] ?? null, updatedAt: '2026-06-04T00:00:00.000Z' }],
    [2, { portions: other.portions }],
    [2, { label: other.label, leastLabel: other.label }],
    [1, { portions: {}, [field]: null }],
  ] as const);
  return {
    record: { ...record, ...(field === 'id' ? {} : changed) } as Write['record'],
    ...(dice.percent(20) && { origin: { format: 'csv', key: `${record.__typename} ${dice.pick(['a', 'b'])}` } }),
    keepLabel: dice.percent(20),
  };
}

const told = (error: unknown): string => (error instanceof TypeError ? 'ended' : 'refused');

const contentsOf = async (store: NationStore): Promise<readonly string[]> =>
  (await store.held()).map((record) => canonical(record)).toSorted();

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(
          Object.entries(item)
            .filter(([, each]) => each !== null)
            .toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : item,
  );
