import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError } from '../errors.ts';
import type { GatewayAnswer, GatewayRequest } from '../federation/GatewayParts.ts';
import type { Verified } from '../identity/verifyToken.ts';
import type { Limits } from '../operation/limits.ts';
import type { RequestContext } from '../RequestContext.ts';
import { Admission } from './Admission.ts';
import { answerPlainly, isValid, plainRequest, type PlainAnswer } from './answerPlainly.ts';
import { bearerToken } from './bearerToken.ts';
import { checkBody } from './checkBody.ts';
import { parsedDocuments } from './parsedDocuments.ts';
import { sendRefusal } from './sendRefusal.ts';
import { Shares } from './Shares.ts';

export interface GraphqlDoor {
  /** For every request that is not of the ordinary form, or not valid. */
  readonly apollo: ApolloServer<RequestContext>;
  /** For all others: what Apollo Server, too, would have run. */
  readonly execute: (request: GatewayRequest) => Promise<GatewayAnswer>;
  /** Told of what the answers to readers leave out. */
  readonly logFailures: (errors: readonly GraphQLError[], requestId: string) => void;
  readonly verify: (token: string, now: number) => Promise<Verified>;
  /** Null until a supergraph is loaded. */
  readonly schema: () => GraphQLSchema | null;
  readonly limits: Limits;
  readonly clock: () => number;
  /** Milliseconds after which a request stops waiting for nations. */
  readonly deadline: number;
  readonly capacity: Capacity;
}

/** Requests under way at once, most of which wait and cost memory alone; whoever has more is told to come back. */
export interface Capacity {
  readonly all: number;
  readonly nation: number;
  readonly reader: number;
  /** Milliseconds that a turn of the event loop should take at most. */
  readonly turn: number;
}

/** The door `/graphql`, for access tokens. What is checked, and in which order, are the hooks from top to bottom. */
export async function registerGraphql(app: FastifyInstance, door: GraphqlDoor): Promise<void> {
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  const documents = new WeakMap<FastifyRequest, DocumentNode>();
  const contextOf = (request: FastifyRequest): RequestContext => {
    const context = contexts.get(request);
    if (!context) throw new TypeError('a request reached the graph without a reader');
    return context;
  };
  const parse = parsedDocuments(48 * 1024 * 1024);
  const admission = new Admission(door.capacity.turn);
  const all = new Shares(door.capacity.all);
  const nations = new Shares(door.capacity.nation);
  const readers = new Shares(door.capacity.reader);
  /** By token, whose it was found to be: who has used up their share is told so before anything is verified. */
  const known = new LRUCache<string, string>({ maxSize: 4 * 1024 * 1024, sizeCalculation: (_, token) => token.length });
  const hold = (reply: FastifyReply, shares: Shares, holder: string): void => {
    if (reply.raw.closed) return;
    shares.take(holder);
    reply.raw.once('close', () => shares.give(holder));
  };

  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method === 'POST') return;
      return sendRefusal(reply.header('allow', 'POST'), new CodedError('BAD_REQUEST'), 405);
    });
    scope.addHook('onRequest', async (request, reply) => {
      const token = bearerToken(request.raw) ?? '';
      const held = known.get(token);
      const holder = held ?? token;
      if (all.isFull('') || readers.isFull(holder) || !admission.admit(holder, all.held('')))
        return sendOverloaded(reply);
      hold(reply, all, '');
      const context = token === '' ? null : await identify(token, request, reply, door);
      if (!context) return sendRefusal(reply.header('www-authenticate', 'Bearer'), new CodedError('UNAUTHENTICATED'));
      contexts.set(request, context);
      const { issuer, subject, nation } = context.reader;
      const reader = held ?? JSON.stringify([issuer, subject]);
      if (held === undefined) known.set(token, reader);
      if (readers.isFull(reader) || nations.isFull(nation)) return sendOverloaded(reply);
      hold(reply, readers, reader);
      hold(reply, nations, nation);
    });
    scope.addHook('onRequest', async (request, reply) => {
      if (!isPlainJson(request)) return sendRefusal(reply, new CodedError('BAD_REQUEST'), 415);
    });
    scope.addHook('preHandler', async (request, reply) => {
      const schema = door.schema();
      const checked = schema ? checkBody(request.body, schema, door.limits, parse) : new CodedError('OVERLOADED');
      if (checked instanceof CodedError) return sendRefusal(reply, checked);
      if (checked) documents.set(request, checked);
    });
    const apollo = fastifyApolloHandler(door.apollo, { context: async (request) => contextOf(request) });
    scope.all('/graphql', async (request, reply) => {
      const answer = await plainAnswer(request, documents.get(request));
      if (!answer) return apollo.call(scope, request, reply);
      door.logFailures(answer.errors, request.id);
      return reply.code(answer.status).type(answer.type).send(answer.body);
    });
  });

  async function plainAnswer(request: FastifyRequest, document: DocumentNode | undefined): Promise<PlainAnswer | null> {
    const [plain, schema] = [plainRequest(request.body, request.headers.accept), door.schema()];
    if (!plain || !document || !schema || !isValid(document, schema)) return null;
    return answerPlainly(plain, document, contextOf(request), door.execute);
  }
}

async function identify(
  token: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { verify, clock, deadline }: GraphqlDoor,
): Promise<RequestContext | null> {
  const now = clock();
  const verified = await verify(token, now);
  if ('refused' in verified) {
    request.log.warn({ refused: verified.refused, detail: verified.detail }, 'token refused');
    return null;
  }
  const { reader, dropped } = verified;
  if (dropped.length > 0) request.log.warn({ issuer: reader.issuer, dropped }, 'claims dropped');
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), deadline);
  if (reply.raw.closed) waiting.abort();
  reply.raw.once('close', () => {
    clearTimeout(timer);
    if (!reply.raw.writableFinished) waiting.abort();
  });
  return { reader, requestId: request.id, now, signal: waiting.signal };
}

const sendOverloaded = (reply: FastifyReply): FastifyReply =>
  sendRefusal(reply.header('retry-after', '1'), new CodedError('OVERLOADED'));

/** JSON in UTF-8, not compressed (GraphQL over HTTP, 5.1). */
function isPlainJson({ headers }: FastifyRequest): boolean {
  return (
    /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(headers['content-type'] ?? '') &&
    (headers['content-encoding'] ?? 'identity') === 'identity'
  );
}
