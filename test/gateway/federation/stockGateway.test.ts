import fc from 'fast-check';
import { buildSchema, parse, printSchema, validate } from 'graphql';
import { expect, it } from 'vitest';
import { loadContract } from '../../../gateway/federation/LoadedContract.ts';
import { centralSupergraph } from '../../support/centralContract.ts';
import { randomOperation } from '../../support/randomOperation.ts';
import { BothGateways, type Answer } from './BothGateways.ts';

const gateways = new BothGateways();

/**
 * Where the errors of an answer are, each place once, without indices: in a list of several types, stock ApolloGateway
 * counts those it did not ask for as well. Of what is null and must not be, stock tells in an extension, if at all.
 */
const pathsOf = ({ errors = [] }: Answer): ReadonlySet<string> =>
  new Set(
    errors
      .filter(({ message }) => !message.startsWith('Cannot return null'))
      .map(({ path = [] }) => path.map((step) => (typeof step === 'number' ? '@' : step)).join('.')),
  );

/** Where several errors make the same thing null, graphql-js tells of one and stock of all. */
function expectErrorsOf(expected: Answer, actual: Answer): void {
  const [known, told] = [pathsOf(expected), pathsOf(actual)];
  expect(known).toEqual(new Set([...known, ...told]));
  expect((actual.errors ?? []).length > 0 || known.size === 0).toBe(true);
}

const at = (data: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | null)?.[step] ?? null, data);

/** An error stands where there is nothing, or in something that it has taken away. */
function expectNothingAt({ data, errors = [] }: Answer): void {
  for (const { path = [] } of errors) expect([path, at(data, path)]).toEqual([path, null]);
}

it('a reader of central subgraphs gets what the stock gateway answers, over random operations', async () => {
  const schema = buildSchema(printSchema(loadContract(centralSupergraph(), []).apiSchema));
  const operations = randomOperation(schema, {
    depth: 5,
    values: { id: ['i1', 'i3', 'i0', 'gone'], code: ['C1', 'C9'], first: [0, 2, 5] },
  });
  let valid = 0;
  await fc.assert(
    fc.asyncProperty(operations, async ({ query, variables }) => {
      fc.pre(validate(schema, parse(query)).length === 0);
      valid += 1;
      const { expected, actual } = await gateways.ask(query, variables);
      expect(actual.data).toEqual(expected.data);
      expectErrorsOf(expected, actual);
      expectNothingAt(actual);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 300) },
  );
  expect(valid).toBeGreaterThan(100);
}, 300_000);

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
