import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';
import type { RecordType } from '../../subgraphs/runtime/RecordType.ts';
import type { Condition, Facet, ListQuery, Store, View } from '../../subgraphs/runtime/Store.ts';
import { Dice } from './Dice.ts';
import { ModelMemory } from './ModelMemory.ts';
import { ModelStore } from './ModelStore.ts';
import { openSqlStores, type SqlStores } from './SqlStores.ts';
import { randomAlliance } from './TestScene.ts';

let sql: SqlStores;
beforeAll(async () => {
  sql = await openSqlStores();
});
afterAll(() => sql?.close());

const nation = 'EST';
const { types } = nationContract();
const typeNamed = (name: string): RecordType => types.get(name) ?? raise(name);
const wholes: Facet[] = [
  { name: 'all' },
  { name: 'severity', field: 'severity' },
  { name: 'sectors', field: 'sectors' },
  { name: 'month', field: 'reportedAt', length: 7 },
];

it('the model of a store answers every question as the store does that nations run', async () => {
  let rows = 0;
  const property = fc.asyncProperty(fc.integer(), async (seed) => {
    const { alliance, scene } = randomAlliance(seed, 2);
    const records = alliance.records[nation] ?? [];
    const stores = [
      new ModelStore(nation, new ModelMemory(records)),
      (await sql.make('full', nation, records, scene)).store,
    ];
    const ids = Object.values(alliance.records)
      .flat()
      .map(({ id }) => id);
    for (let round = 0; round < 12; round += 1) {
      const [model, real] = await Promise.all(stores.map((store) => answersOf(store, new Dice(seed + round), ids)));
      expect(model).toEqual(real);
      rows += model?.listed.length ?? 0;
    }
  });
  await fc.assert(property, { numRuns: 25, endOnFailure: true });
  expect(rows).toBeGreaterThan(100);
});

/** Equal dice ask equal questions; labels are named by text, for each store counts its own. */
async function answersOf(store: Store, dice: Dice, ids: readonly string[]) {
  const labels = await store.labels();
  const texts = [...labels].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
  const open = (chance: number): number[] => texts.filter(() => dice.percent(chance)).map(([id]) => id);
  const shared = open(70);
  const viewOf = (type: RecordType): View => ({
    type,
    labels: shared,
    floors: new Map([...type.floors.keys()].map((field) => [field, shared.filter((_, index) => index % 2 === 0)])),
    ends: new Map([...type.visibleWith].map(([field, name]) => [field, viewOf(typeNamed(name))])),
  });
  const type = dice.pick([...types.values()]);
  const order = type.name === 'Incident' ? dice.pick(['default', 'reported', 'severity']) : 'default';
  const query: ListQuery = {
    view: viewOf(type),
    conditions: conditionsFor(dice, type, viewOf),
    order,
    first: 1 + dice.below(6),
    after: null,
  };
  const listed = await store.list(query);
  const last = listed.at(-1);
  const onward = last
    ? await store.list({ ...query, after: { key: last.key, id: dice.pick([last.id, '', '~']) } })
    : [];
  const targets = dice.some(ids, 30);
  const referring = await store.listReferring(query, dice.some(type.references, 70), targets);
  const counted = await store.count(
    viewOf(typeNamed('Incident')),
    conditionsFor(dice, typeNamed('Incident'), viewOf),
    wholes,
  );
  const id = dice.pick(ids);
  const label = await store.labelOf(type, id);
  return {
    listed,
    onward,
    got: await store.get(viewOf(type), targets),
    referring,
    counted: counted.map((tally) => JSON.stringify([tally.facet, tally.key, tally.label, tally.count])).sort(),
    label: label === null ? null : labels.get(label),
  };
}

function conditionsFor(dice: Dice, { name }: RecordType, viewOf: (type: RecordType) => View): Condition[] {
  const found: Condition[] = [];
  if (name === 'Incident') {
    found.push(
      { is: 'anyOf', at: ['techniques', 'id'], values: ['heron', 'T1078', 'amber'] },
      { is: 'anyOf', at: ['attribution', 'actor'], values: ['heron', 'amber'] },
      { is: 'anyOf', at: ['isExercise'], values: ['false'] },
      { is: 'anyOf', at: ['status'], values: [] },
      {
        is: 'between',
        at: ['reportedAt'],
        from: '2026-06-01T00:00:00.000Z',
        before: dice.pick([null, '2026-06-02T12:00:00.000Z']),
      },
      { is: 'words', words: dice.pick([['heron'], ['final'], ['%_'], ['straße', 'äpfel'], []]) },
    );
  }
  if (name === 'Lesson') found.push({ is: 'words', words: ['heron'] });
  if (name === 'IndicatorSighting') {
    const conditions: Condition[] = [{ is: 'anyOf', at: ['type'], values: ['IPV4', 'DOMAIN'] }];
    found.push({ is: 'refersTo', field: 'indicator', view: viewOf(typeNamed('Indicator')), conditions });
  }
  if (name === 'Capability') {
    const conditions: Condition[] = [{ is: 'anyOf', at: ['to'], values: ['LVA', 'POL', 'EST'] }];
    found.push({ is: 'referredToBy', field: 'capability', view: viewOf(typeNamed('CapabilityOffer')), conditions });
  }
  return dice.some(found, 30);
}

function raise(name: string): never {
  throw new TypeError(`no type ${name}`);
}
