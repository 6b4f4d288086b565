import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import type { CentralSubgraph } from '../../../gateway/alliance/CentralSubgraph.ts';
import { allianceSubgraph } from '../../../gateway/alliance/allianceSubgraph.ts';
import { AllianceGateway } from '../../../gateway/federation/AllianceGateway.ts';
import type { Reader } from '../../../gateway/identity/Reader.ts';
import type { NationAnswer } from '../../../gateway/nations/NationAnswer.ts';
import type { SubgraphRequest } from '../../../gateway/nations/SubgraphAnswer.ts';
import type { RequestContext } from '../../../gateway/RequestContext.ts';
import { nationalDomains } from '../../../schema/contractSdls.ts';
import { nationSdl } from '../../../schema/nationSdl.ts';
import type { Resolvers } from '../../../subgraphs/runtime/Resolvers.ts';
import { ourContract } from '../../support/ourContract.ts';
import { now, readerOf, registry } from '../alliance/askAlliance.ts';

process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

/** What a nation's root fields answer, and its incidents by id; nothing keeps it from being wrong. */
export type Holdings = Readonly<Record<string, unknown>>;

const nation = buildSubgraphSchema({
  typeDefs: parse(nationSdl()),
  resolvers: {
    Incident: { __resolveReference: ({ id }: { id: string }, holdings: Holdings) => holdings[id] ?? null },
  } satisfies Resolvers,
});

export interface WholeAnswer {
  readonly data: unknown;
  readonly errors: readonly (readonly [path: string, code: unknown])[];
  /** Nations that answered something broken, once for each. */
  readonly alarms: readonly string[];
}

/** A gateway whose nations, EST and LVA, answer from the values given with each question, whoever asks. */
export class AskedGateway {
  readonly #server: ApolloServer<RequestContext>;
  #nations: Readonly<Record<string, Holdings>> = {};
  #alarms: string[] = [];

  /** `bodies`: central subgraphs beside that of the alliance, or in its place, with a supergraph that knows them. */
  constructor(
    supergraphSdl: string = ourContract().supergraphSdl,
    bodies: readonly (readonly [name: string, subgraph: CentralSubgraph])[] = [],
  ) {
    const alliance = allianceSubgraph({
      registry: () => registry,
      stateOf: async () => 'UP',
      pseudonym: (one, owner) => `${one.subject}-for-${owner}`,
      mayReadOwn: () => () => true,
      accesses: async function* none() {},
    });
    const gateway = new AllianceGateway({
      supergraphSdl,
      nationalDomains,
      registry: () => registry,
      ask: (code, request) => answerOf(this.#nations[code] ?? {}, request),
      central: new Map([['alliance', alliance], ...bodies]),
      pseudonym: () => 'somebody',
      sealingKey: new Uint8Array(64),
      release: (answer) => Promise.resolve(answer),
      alarm: (broken) => this.#alarms.push(broken.nation),
    });
    this.#server = new ApolloServer<RequestContext>({ gateway });
  }

  /** One question at a time. */
  async ask(
    nations: Readonly<Record<string, Holdings>>,
    query: string,
    reader: Partial<Reader> = {},
  ): Promise<WholeAnswer> {
    this.#nations = nations;
    this.#alarms = [];
    const contextValue = { reader: readerOf('EST', reader), requestId: 'r', now, signal: new AbortController().signal };
    const { body } = await this.#server.executeOperation({ query }, { contextValue });
    if (body.kind !== 'single') throw new TypeError('one answer was expected');
    const { data = null, errors = [] } = body.singleResult;
    return {
      data: JSON.parse(JSON.stringify(data)) as unknown,
      errors: errors.map(({ path = [], extensions }) => [path.join('.'), extensions?.['code']] as const),
      alarms: this.#alarms,
    };
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }
}

async function answerOf(rootValue: Holdings, { query, variables }: SubgraphRequest): Promise<NationAnswer> {
  const document = parse(query);
  const { data } = await execute({
    schema: nation,
    document,
    variableValues: { ...variables },
    rootValue,
    contextValue: rootValue,
  });
  return data ? { data: JSON.parse(JSON.stringify(data)) as Holdings } : { unavailable: 'errors' };
}
