import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import fc from 'fast-check';
import {
  buildSchema,
  getOperationAST,
  OperationTypeNode,
  parse,
  printSchema,
  validate,
  type ExecutionResult,
} from 'graphql';
import { expect, it } from 'vitest';
import type { CentralSubgraph } from '../../../gateway/alliance/CentralSubgraph.ts';
import type { Registry } from '../../../gateway/config/Registry.ts';
import { AllianceGateway } from '../../../gateway/federation/AllianceGateway.ts';
import { loadContract } from '../../../gateway/federation/LoadedContract.ts';
import type { RequestContext } from '../../../gateway/RequestContext.ts';
import { centralSchemas, centralSupergraph, runCentral } from '../../support/centralContract.ts';
import { randomOperation } from '../../support/randomOperation.ts';

process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
const supergraphSdl = centralSupergraph();

const context = {
  reader: {
    issuer: 'https://nobody.example',
    nation: 'EST',
    nationality: 'EST',
    categories: [],
    roles: [],
    level: 'NU',
    aal: 1,
    clearanceExpiresAt: 0,
  },
  requestId: 'stock',
  now: 0,
  signal: new AbortController().signal,
} as unknown as RequestContext;

/** What happened to the writes of our gateway. */
const writing: string[] = [];

const ours = new ApolloServer({
  gateway: new AllianceGateway({
    supergraphSdl,
    nationalDomains: [],
    registry: () =>
      ({
        nations: new Map(),
        issuers: new Map(),
        parties: new Map(),
        agreements: [],
        document: { coalitions: [], agreements: [] },
      }) as unknown as Registry,
    ask: () => Promise.resolve({ unavailable: 'noEndpoint' }),
    central: new Map(
      [...centralSchemas.keys()].map((name): [string, CentralSubgraph] => [
        name,
        async ({ document, variables }) => {
          const writes = getOperationAST(document)?.operation === OperationTypeNode.MUTATION;
          if (writes) writing.push(`${name} begins`);
          const answer = await runCentral(name, document, variables);
          if (writes) writing.push(`${name} ends`);
          return answer;
        },
      ]),
    ),
    pseudonym: () => '',
    sealingKey: new Uint8Array(64),
    release: (answer) => Promise.resolve(answer),
  }),
});
const stock = new ApolloServer({
  gateway: new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }): GraphQLDataSource => ({
      process: async ({ request }) => {
        const answer = await runCentral(name, parse(request.query ?? ''), request.variables ?? {});
        return withoutInterfaces(answer) as Awaited<ReturnType<GraphQLDataSource['process']>>;
      },
    }),
  }),
});

/** Stock ApolloGateway takes the name of an interface object for the type of an object that it knows better already. */
function withoutInterfaces(answer: ExecutionResult): ExecutionResult {
  const entities = answer.data?.['_entities'] as readonly (Record<string, unknown> | null)[] | undefined;
  for (const entity of entities ?? []) if (entity?.['__typename'] === 'Item') delete entity['__typename'];
  return answer;
}

const answerOf = async (server: ApolloServer, query: string, variables: Readonly<Record<string, unknown>>) => {
  const { body } = await server.executeOperation({ query, variables: { ...variables } }, { contextValue: context });
  if (body.kind !== 'single') throw new TypeError('one answer was expected');
  return body.singleResult;
};

type Answer = Awaited<ReturnType<typeof answerOf>>;

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
  const schema = buildSchema(printSchema(loadContract(supergraphSdl, []).apiSchema));
  const operations = randomOperation(schema, {
    depth: 5,
    values: { id: ['i1', 'i3', 'i0', 'gone'], code: ['C1', 'C9'], first: [0, 2, 5] },
  });
  let valid = 0;
  await fc.assert(
    fc.asyncProperty(operations, async ({ query, variables }) => {
      fc.pre(validate(schema, parse(query)).length === 0);
      valid += 1;
      const [expected, actual] = await Promise.all([
        answerOf(stock, query, variables),
        answerOf(ours, query, variables),
      ]);
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
      writing.splice(0);
      const [expected, actual] = [await answerOf(stock, query, variables), await answerOf(ours, query, variables)];
      expect(actual.data).toEqual(expected.data);
      expect(Object.keys(actual.data ?? {})).toEqual(Object.keys(expected.data ?? {}));
      expectErrorsOf(expected, actual);
      const order = writing.map((step) => step.split(' ')[1]);
      expect(order).toEqual(order.map((_, index) => (index % 2 === 0 ? 'begins' : 'ends')));
    }
  },
);
