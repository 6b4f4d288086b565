import fc from 'fast-check';
import { buildSchema, parse, printSchema, validate } from 'graphql';
import { expect, it } from 'vitest';
import { loadContract } from '../../../gateway/federation/LoadedContract.ts';
import { centralSchemas, centralSupergraph } from '../../support/centralContract.ts';
import { randomOperation, withLeafKeys } from '../../support/randomOperation.ts';
import { BothGateways, type Answer } from './BothGateways.ts';

const gateways = new BothGateways();

type Errors = NonNullable<Answer['errors']>;

/**
 * Where errors are, each place once, without indices: in a list of several types, stock ApolloGateway counts those it did
 * not ask for as well. An entity that fails it takes for a field of what refers to it; a subgraph that fails has no place.
 */
const placesOf = (errors: Errors): ReadonlySet<string> =>
  new Set(
    errors
      .map(({ path = [] }) => path.map((step) => (typeof step === 'number' ? '@' : step)))
      .map((path) => (path.includes('_entities') ? path.slice(0, path.indexOf('_entities')) : path).join('.')),
  );

/** Of what is null and must not be, stock tells in an extension, if at all. */
const isOfNull = ({ message }: Errors[number]): boolean => message.startsWith('Cannot return null');

/** How much of the way to a place there is, up to the first null; of what is not asked for, that in which it lies. */
function reachOf(data: unknown, place: string): string {
  const steps = place.split('.');
  let values = [data];
  for (const [index, step] of steps.entries()) {
    if (place === '' || values.some((value) => value === null)) return steps.slice(0, index).join('.');
    const inner = values.flatMap((value) => (step === '@' ? (value as unknown[]) : [partOf(value, step)]));
    if (inner.every((value) => value === undefined)) return steps.slice(0, index).join('.');
    values = inner.map((value) => value ?? null);
  }
  return place;
}

const partOf = (value: unknown, key: string | number): unknown =>
  (value as Readonly<Record<string | number, unknown>> | null)?.[key];

const liesIn = (place: string, path: string): boolean => path === '' || place === path || place.startsWith(`${path}.`);

/**
 * Each error that stock tells, ours tells as well: in its place; or where it, or another one, has left the same null; or,
 * of a field that the reader does not ask for, in what requires it.
 */
function expectErrorsOf({ errors: expected = [] }: Answer, { data, errors: actual = [] }: Answer): void {
  const [known, told] = [[...placesOf(expected)], [...placesOf(actual)]];
  const nulls = placesOf(actual.filter(isOfNull));
  const isTold = (place: string): boolean => told.some((one) => liesIn(one, reachOf(data, place)));
  expect(known.filter((place) => !isTold(place))).toEqual([]);
  expect(known.filter((place) => !place.includes('@') && nulls.has(place))).toEqual([]);
  expect(actual.every(isOfNull) || expected.length > 0).toBe(true);
}

const at = (data: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, step) => partOf(value, step) ?? null, data);

/**
 * An error stands where there is nothing, or in something that it has taken away; or in an object of which the reader has
 * given its name to another field.
 */
function expectNothingAt({ data, errors = [] }: Answer, isRenamed = false): void {
  const paths = errors.map(({ path = [] }) => path);
  const isNothing = (value: unknown): boolean => value === null || (isRenamed && typeof value === 'object');
  expect(paths.filter((path) => !isNothing(at(data, path)))).toEqual([]);
}

const schema = buildSchema(printSchema(loadContract(centralSupergraph(), []).apiSchema));
const isValid = (query: string): boolean => validate(schema, parse(query)).length === 0;

const operations = randomOperation(schema, {
  depth: 5,
  values: { id: ['i1', 'i3', 'i0', 'gone'], code: ['C1', 'C9'], first: [0, 2, 5] },
  leafKeys: ['id', 'code', 'weight', 'place', 'draft', 'phone'],
});
const subgraphs = [...centralSchemas.keys()];
const failing = fc.oneof(fc.constant([]), fc.constantFrom(...subgraphs.map((name) => [name])), fc.subarray(subgraphs));

it.each([
  ['of which none fails', fc.constant([])],
  ['of which some fail', failing],
])(
  'a reader of central subgraphs, %s, gets what the stock gateway answers, over random operations',
  async (_, down) => {
    let valid = 0;
    await fc.assert(
      fc.asyncProperty(operations, down, async ({ query, variables }, failed) => {
        fc.pre(isValid(query));
        valid += 1;
        // Stock takes what has the name of a key for that key, and is asked under another alias.
        const renamed = withLeafKeys(query);
        const ours = isValid(renamed) ? renamed : query;
        const answers = await gateways.ask(ours, variables, { down: failed, stock: query });
        const { expected, actual } =
          ours === query ? answers : (JSON.parse(withLeafKeys(JSON.stringify(answers))) as typeof answers);
        expect(actual.data).toEqual(expected.data);
        expectErrorsOf(expected, actual);
        expectNothingAt(actual, ours !== query);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 300) },
    );
    expect(valid).toBeGreaterThan(100);
  },
  300_000,
);

const writes = [
  'mutation { one: rename(id: "i1", title: "x") { title ... on Tool { price carrier { name } } } two: promote(code: "C1") { name nick } three: rename(id: "i3") { id title ... on Report { draft copies { shelf } } } }',
  'mutation ($id: ID!, $not: Boolean!) { rename(id: $id, title: "y") @skip(if: $not) { title } promote(code: "C9") { name } again: promote(code: "C2") { boss { nick } } }',
];

it.each(writes)(
  'a writer to central subgraphs gets what the stock gateway answers, one write after the other: %s',
  async (query) => {
    for (const not of [true, false]) {
      const variables = query.includes('$') ? { id: 'i2', not } : {};
      gateways.writing.splice(0);
      const { expected, actual } = await gateways.ask(query, variables);
      expect(actual.data).toEqual(expected.data);
      expect(Object.keys(actual.data ?? {})).toEqual(Object.keys(expected.data ?? {}));
      expectErrorsOf(expected, actual);
      const order = gateways.writing.map((step) => step.split(' ')[1]);
      expect(order).toEqual(order.map((_, index) => (index % 2 === 0 ? 'begins' : 'ends')));
    }
  },
);
