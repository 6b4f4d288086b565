import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import fc from 'fast-check';
import { buildSchema, parse, printSchema, validate } from 'graphql';
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

const ours = new ApolloServer({
  gateway: new AllianceGateway({
    supergraphSdl,
    nationalDomains: [],
    registry: () => ({ nations: new Map(), issuers: new Map(), parties: new Map() }) as unknown as Registry,
    ask: () => Promise.resolve({ unavailable: 'noEndpoint' }),
    central: new Map(
      [...centralSchemas.keys()].map((name): [string, CentralSubgraph] => [
        name,
        ({ document, variables }) => runCentral(name, document, variables),
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
      process: async ({ request }) =>
        (await runCentral(name, parse(request.query ?? ''), request.variables ?? {})) as Awaited<
          ReturnType<GraphQLDataSource['process']>
        >,
    }),
  }),
});

const answerOf = async (server: ApolloServer, query: string, variables: Readonly<Record<string, unknown>>) => {
  const { body } = await server.executeOperation({ query, variables: { ...variables } }, { contextValue: context });
  if (body.kind !== 'single') throw new TypeError('one answer was expected');
  return body.singleResult;
};

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
      expect(actual.errors?.length ?? 0).toBe(expected.errors?.length ?? 0);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 300) },
  );
  expect(valid).toBeGreaterThan(100);
}, 300_000);
