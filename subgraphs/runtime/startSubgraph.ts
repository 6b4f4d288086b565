import { randomBytes } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { fastify } from 'fastify';
import type { FastifyReply } from 'fastify';
import type { JSONWebKeySet, JWK } from 'jose';
import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import type { Clearance } from '../../schema/label/clearance.ts';
import type { Level } from '../../schema/label/level.ts';
import { registerImport } from '../adapters/importRoute.ts';
import { refusalBody, refusals } from '../errors.ts';
import type { RefusalCode } from '../errors.ts';
import { answerOperation } from './answerOperation.ts';
import { Commits } from './Commits.ts';
import { EventFeed } from './EventFeed.ts';
import { registerFeed } from './feedRoute.ts';
import { gatewayKeySet } from './gatewayToken.ts';
import { nationContract } from './nationContract.ts';
import { openDatabase } from './openDatabase.ts';
import { openReading } from './openReading.ts';
import type { RecordStore } from './RecordStore.ts';
import type { Lock } from './Sight.ts';
import { SqlRecordStore } from './SqlRecordStore.ts';
import { SharedReads } from './SharedReads.ts';
import { SqlStore } from './SqlStore.ts';
import { Standing } from './Standing.ts';
import { VerifiedPassports } from './VerifiedPassports.ts';
import { watchOutbox } from './watchOutbox.ts';
import { watchSuccessions } from './watchSuccessions.ts';

/** Where a nation's subgraph tells its own people what happened. Nothing of it leaves with an answer. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface SubgraphOptions {
  readonly nation: string;
  /** A `postgres://` URL, `file:` with a folder, or a PGlite that several nations may share and that stays open when this one stops. */
  readonly database: string | PGlite;
  /** What this nation is told of the alliance's registry. */
  readonly registry: AllianceDocument;
  readonly gatewayKeys: JSONWebKeySet | URL;
  /** Epoch milliseconds; read once a request. */
  readonly clock: () => number;
  /** 0 = any free port. */
  readonly port: number;
  readonly host?: string;
  /** `permit` is for tests of the gateway alone. */
  readonly lock?: Lock;
  /** The highest level that leaves this nation through the gateway. */
  readonly release?: Level;
  readonly log: Log;
  /** Public key of the nation's operator, who may import; without it there is no import. */
  readonly operatorKey?: JWK;
}

export interface RunningSubgraph {
  /** The GraphQL endpoint. */
  readonly url: string;
  /** For those who run the nation, such as the demo, to write records in its name. */
  readonly records: RecordStore;
  /** Takes what the nation is told of the alliance from now on, without losing a request. */
  adopt(document: AllianceDocument): void;
  stop(): Promise<void>;
}

const largestBody = 1024 * 1024;

/** Milliseconds between two looks at the outbox: where other processes write to it, and where they tell of it. */
const feedPoll = { shared: 100, alone: 5_000 };

/** A nation's subgraph: its part of the contract over HTTP, for the gateway alone. */
export async function startSubgraph(options: SubgraphOptions): Promise<RunningSubgraph> {
  const { nation, clock, log, lock = 'enforce', release = 'CTS' } = options;
  const { schema, types } = nationContract();
  const standing = new Standing(options.registry);
  const rules = { nation, keys: gatewayKeySet(options.gatewayKeys), knows: standing.knows.bind(standing), release };
  const passports = new VerifiedPassports(rules);
  const database = await openDatabase(options.database, nation);
  const store = new SqlStore(nation, database, new SharedReads());
  const commits = new Commits();
  const committed = (): void => commits.announce();
  const records = new SqlRecordStore({
    nation,
    database,
    schema,
    types,
    directory: () => standing.directory,
    clock,
    committed,
  });

  const random = () => randomBytes(16);
  /** By the registry of this moment. */
  const parts = () => ({
    nation,
    registry: standing.document,
    directory: standing.directory,
    types,
    store,
    records,
    lock,
    random,
    wrote: ({ nation: by, pseudonym }: Pick<Clearance, 'nation' | 'pseudonym'>, ids: readonly string[]) =>
      log.info({ nation, by, pseudonym, ids }, 'written'),
  });

  const app = fastify({ bodyLimit: largestBody, forceCloseConnections: true });
  const admitted = new WeakMap<object, { clearance: Clearance; now: number }>();
  app.setNotFoundHandler((_request, reply) => refuse(reply.code(404), 'BAD_REQUEST'));
  app.setErrorHandler((error, _request, reply) => {
    log.error({ nation, problem: error instanceof Error ? error.message : String(error) }, 'request failed');
    const status = error instanceof Object && 'statusCode' in error ? Number(error.statusCode) : 500;
    return status < 500 ? refuse(reply.code(status), 'BAD_REQUEST') : refuse(reply.code(500), 'INTERNAL_SERVER_ERROR');
  });
  app.get('/health', async () => ({ nation, status: 'ok' }));
  app.post('/graphql', {
    onRequest: async (request, reply) => {
      const now = clock();
      const passport = await passports.read(request.headers.authorization, now);
      if ('clearance' in passport) {
        admitted.set(request, { clearance: passport.clearance, now });
        return;
      }
      log.warn({ nation, requestId: request.headers['x-request-id'], reason: passport.refused }, 'passport refused');
      await refuse(reply.code(refusals.UNAUTHENTICATED.status), 'UNAUTHENTICATED');
    },
    handler: async (request, reply) => {
      const reader = admitted.get(request);
      if (reader === undefined) return refuse(reply.code(401), 'UNAUTHENTICATED');
      const answer = await answerOperation(schema, request.body, (named) => openReading(parts(), { ...reader, named }));
      if ('result' in answer) return reply.type('application/json; charset=utf-8').send(answer.result);
      const { refused, problems } = answer;
      log.error({ nation, requestId: request.headers['x-request-id'], refused, problems }, 'request refused');
      return refuse(reply.code(refusals[refused].status), refused);
    },
  });
  const feed = new EventFeed({ kysely: database.kysely, labels: () => store.labels(), release });
  const isShared = typeof options.database === 'string' && !options.database.startsWith('file:');
  const poll = isShared ? feedPoll.shared : feedPoll.alone;
  registerFeed(app, { nation, feed, commits, rules, poll, clock, log });
  if (options.operatorKey) {
    registerImport(app, { nation, store: records, operatorKey: options.operatorKey, random, clock });
  }

  const failed = (message: string) => (error: unknown) =>
    log.error({ nation, problem: error instanceof Error ? error.message : String(error) }, message);
  const watches = [
    watchSuccessions(records, failed('successions not announced')),
    watchOutbox(database.kysely, clock, failed('old events not deleted')),
  ];
  const stop = async () => {
    for (const watch of watches) await watch.stop();
    await app.close();
    await database.close();
  };
  try {
    await records.announceDue(true);
    const url = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
    log.info({ nation, url }, 'subgraph listening');
    const adopt = (document: AllianceDocument): void => standing.adopt(document, clock());
    return { url: `${url}/graphql`, records, adopt, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const refuse = async (reply: FastifyReply, code: RefusalCode) => reply.send(refusalBody(code));
