import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { CodedError } from '../errors.ts';
import type { GatewayAnswer, GatewayRequest } from '../federation/GatewayParts.ts';
import type { Verified } from '../identity/verifyToken.ts';
import type { Limits } from '../operation/limits.ts';
import type { RequestContext } from '../RequestContext.ts';
import { answerPlainly, isValid, plainRequest, type PlainAnswer } from './answerPlainly.ts';
import { bearerToken } from './bearerToken.ts';
import { checkBody } from './checkBody.ts';
import { parsedDocuments } from './parsedDocuments.ts';
import { sendRefusal } from './sendRefusal.ts';

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
  /** Requests under way at once; more are told to come back. */
  readonly capacity: number;
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
  const parse = parsedDocuments(32 * 1024 * 1024);
  let underWay = 0;

  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method === 'POST') return;
      return sendRefusal(reply.header('allow', 'POST'), new CodedError('BAD_REQUEST'), 405);
    });
    scope.addHook('onRequest', async (_request, reply) => {
      if (underWay >= door.capacity) return sendRefusal(reply.header('retry-after', '1'), new CodedError('OVERLOADED'));
      underWay += 1;
      reply.raw.once('close', () => (underWay -= 1));
    });
    scope.addHook('onRequest', async (request, reply) => {
      const context = await identify(request, reply, door);
      if (!context) return sendRefusal(reply.header('www-authenticate', 'Bearer'), new CodedError('UNAUTHENTICATED'));
      contexts.set(request, context);
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
  request: FastifyRequest,
  reply: FastifyReply,
  { verify, clock, deadline }: GraphqlDoor,
): Promise<RequestContext | null> {
  const token = bearerToken(request.raw);
  if (token === null) return null;
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
  reply.raw.once('close', () => {
    clearTimeout(timer);
    if (!reply.raw.writableFinished) waiting.abort();
  });
  return { reader, requestId: request.id, now, signal: waiting.signal };
}

/** JSON in UTF-8, not compressed (GraphQL over HTTP, 5.1). */
function isPlainJson({ headers }: FastifyRequest): boolean {
  return (
    /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(headers['content-type'] ?? '') &&
    (headers['content-encoding'] ?? 'identity') === 'identity'
  );
}
