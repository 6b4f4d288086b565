import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { Supergraph } from '@apollo/federation-internals';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import { allianceSubgraph } from '../../gateway/alliance/allianceSubgraph.ts';
import { release } from '../../gateway/audit/release.ts';
import type { CentralSubgraph } from '../../gateway/alliance/CentralSubgraph.ts';
import type { GatewayAnswer, GatewayParts, GatewayRequest } from '../../gateway/federation/GatewayParts.ts';
import { CursorSeal } from '../../gateway/federation/cursor.ts';
import { executeOperation } from '../../gateway/federation/executeOperation.ts';
import { loadContract, type LoadedContract } from '../../gateway/federation/LoadedContract.ts';
import { markingMemory } from '../../gateway/federation/markingMemory.ts';
import { createApollo, failureLog } from '../../gateway/http/createApollo.ts';
import { createApp } from '../../gateway/http/createApp.ts';
import { registerGraphql } from '../../gateway/http/registerGraphql.ts';
import type { Reader } from '../../gateway/identity/Reader.ts';
import { mayReadOwn } from '../../gateway/policy/mayReadOwn.ts';
import { defaultLimits } from '../../gateway/operation/limits.ts';
import type { RequestContext } from '../../gateway/RequestContext.ts';
import { compose } from '../../schema/compose.ts';
import { contractSdls, nationalDomains } from '../../schema/contractSdls.ts';
import type { Asked, Departed } from './Bench.ts';
import type { Operation, ReaderClaims } from './LeakCase.ts';
import type { Told } from './prunedFor.ts';
import { pseudonymOf, readerOf, sealingKey, type Scene } from './Scene.ts';

/** What stands around the gateway while one request runs. */
export interface Setting {
  readonly scene: Scene;
  /** What the central subgraph tells of; decisions are made by the registry of the scene. */
  readonly told: Told;
  readonly lock: 'enforce' | 'permit';
  readonly ask: GatewayParts['ask'];
}

type Served = NonNullable<ApolloServerOptionsWithGateway<RequestContext>['gateway']>;

/**
 * The gateway from its HTTP hooks to the released answer, asked without a socket. One loaded contract serves every
 * alliance and every lock, so that an operation is planned once; what differs is chosen by the request.
 */
export class LocalGateway {
  readonly contract: LoadedContract;
  /** How many rows the gateway held to be broken, by where they stood. */
  readonly alarms = new Map<string, number>();
  readonly #app: FastifyInstance;
  readonly #waiting = new Map<string, { readonly setting: Setting; readonly reader: Reader }>();
  readonly #settings = new WeakMap<Reader, Setting>();
  /** Lines of the gateway's log since the last answer. */
  readonly #log: string[];
  readonly #seal = new CursorSeal(sealingKey);
  readonly #readMarking = markingMemory();
  #asked = 0;

  private constructor(contract: LoadedContract, app: FastifyInstance, log: string[]) {
    this.contract = contract;
    this.#app = app;
    this.#log = log;
  }

  static async start(): Promise<LocalGateway> {
    const composed = compose(contractSdls());
    if ('problems' in composed) throw new TypeError(JSON.stringify(composed.problems));
    const log: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
    const app = createApp(logger);
    const gateway = new LocalGateway(loadContract(composed.supergraphSdl, nationalDomains), app, log);
    // Apollo Server instruments the schema that it is shown.
    const shown = Supergraph.build(composed.supergraphSdl).apiSchema().toGraphQLJSSchema();
    const apollo = createApollo(gateway.#served(shown), logger);
    await apollo.start();
    registerGraphql(app, {
      apollo,
      execute: (request) => gateway.#execute(request),
      logFailures: failureLog(logger),
      verify: async (token) => gateway.#verify(token),
      schema: () => shown,
      limits: defaultLimits,
      clock: () => gateway.#now,
      deadline: 60_000,
      capacity: { all: 256, nation: 256, reader: 256, turn: Infinity },
    });
    await app.ready();
    return gateway;
  }

  /** The clock of all requests that are under way. */
  #now = 0;
  #told: Told | undefined;
  readonly #alliance = allianceSubgraph({
    registry: () => (this.#told ?? missing()).registry,
    stateOf: async () => 'UP',
    pseudonym: pseudonymOf,
    mayReadOwn: ({ reader, now }) => {
      const { registry } = (this.#settings.get(reader) ?? missing()).scene;
      return mayReadOwn(reader, registry, now, pseudonymOf(reader, reader.nation));
    },
    accesses: () => each((this.#told ?? missing()).accesses),
  });

  async ask(setting: Setting, claims: ReaderClaims, operation: Operation): Promise<Asked> {
    const token = `case.${++this.#asked}`;
    const departed: Departed[] = [];
    const ask: Setting['ask'] = (nation, request, context) => {
      departed.push({ to: nation, text: JSON.stringify(request) });
      return setting.ask(nation, request, context);
    };
    this.#now = setting.scene.now;
    this.#waiting.set(token, { setting: { ...setting, ask }, reader: readerOf(claims, setting.scene) });
    const { statusCode, headers, body } = await this.#app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      payload: JSON.stringify(operation),
    });
    departed.push(...this.#log.splice(0).map((text) => ({ to: 'log', text })));
    return { status: statusCode, headers: lasting(headers), body, departed };
  }

  async stop(): Promise<void> {
    await this.#app.close();
    this.contract.retire();
  }

  #execute(request: GatewayRequest): Promise<GatewayAnswer> {
    const { reader } = request.context as RequestContext;
    return executeOperation(this.contract, this.#partsOf(this.#settings.get(reader) ?? missing()), request);
  }

  #verify(token: string) {
    const found = this.#waiting.get(token);
    if (found === undefined) return { refused: 'SIGNATURE', detail: 'nobody asks with this token' } as const;
    this.#waiting.delete(token);
    this.#settings.set(found.reader, found.setting);
    return { reader: found.reader, dropped: [] };
  }

  /** The subgraph reads what it tells of before it first waits for anything. */
  #tellAlliance(told: Told): GatewayParts['central'] {
    const ask: CentralSubgraph = (request, context) => {
      this.#told = told;
      return this.#alliance(request, context);
    };
    return new Map([['alliance', ask]]);
  }

  #partsOf({ scene, told, lock, ask }: Setting): GatewayParts {
    return {
      nationalDomains,
      registry: () => scene.registry,
      ask,
      central: this.#tellAlliance(told),
      pseudonym: pseudonymOf,
      release: (answer, { reader, requestId }, { operationHash, outcome, records }) => {
        const owners = Object.fromEntries(
          [...records].map(([owner, ids]) => [owner, { pseudonym: pseudonymOf(reader, owner), records: ids }]),
        );
        const entry = { requestId, readerNation: reader.nation, operationHash, outcome, policyVersion: '', owners };
        return release(answer, entry, { record: async (kept) => void this.#log.push(JSON.stringify(kept)) });
      },
      lock,
      alarm: ({ at }) => void this.alarms.set(at, (this.alarms.get(at) ?? 0) + 1),
      seal: this.#seal,
      readMarking: this.#readMarking,
    };
  }

  #served(shown: GraphQLSchema): Served {
    return {
      onSchemaLoadOrUpdate: (listener) => {
        listener({ apiSchema: shown, coreSupergraphSdl: '' });
        return () => {};
      },
      load: async () => ({ executor: (request) => this.#execute(request) }),
      stop: async () => {},
    };
  }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function missing(): never {
  throw new TypeError('a request without a setting');
}

const ofTheRequest = new Set(['date', 'x-request-id']);

const lasting = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !ofTheRequest.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
