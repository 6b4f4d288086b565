import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { CodedError } from '../errors.ts';
import type { GatewayAnswer, GatewayRequest } from '../federation/GatewayParts.ts';
import type { Verified } from '../identity/verifyToken.ts';
import type { Limits } from '../operation/limits.ts';
import type { RequestContext } from '../RequestContext.ts';
import { answerAhead } from './answerAhead.ts';
import { answerByApollo } from './answerByApollo.ts';
import { answerPlainly, isValid, plainRequest } from './answerPlainly.ts';
import { bearerToken } from './bearerToken.ts';
import { checkBody } from './checkBody.ts';
import { isPlainJson } from './isPlainJson.ts';
import { parseBody } from './parseBody.ts';
import { parsedDocuments } from './parsedDocuments.ts';
import { Places, type Capacity } from './Places.ts';
import { readBody } from './readBody.ts';
import { readerIn } from './readerIn.ts';
import { refusalReply, writeReply, type Reply } from './Reply.ts';
import { Visit } from './Visit.ts';

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

/** The door `/graphql`: ahead of Fastify, which sends on whatever reaches the same place by another spelling. */
export function registerGraphql(app: FastifyInstance, door: GraphqlDoor): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  const serve = serving(door, app.log);
  const answer: RequestListener = (request, response) => {
    const requestId = randomUUID();
    const send = (reply: Reply): void => {
      if (isClosing) response.setHeader('connection', 'close');
      if (!response.destroyed) writeReply(response, reply);
    };
    serve(request, response, requestId).then(send, (error: unknown) => {
      app.log.error({ err: error, reqId: requestId }, 'request failed');
      send(refusalReply(new CodedError('INTERNAL_SERVER_ERROR')));
    });
  };
  answerAhead(app.server, '/graphql', answer);
  app.all('/graphql', {
    onRequest: async (request, reply) => {
      reply.hijack();
      answer(request.raw, reply.raw);
    },
    handler: () => undefined,
  });
}

/** For access tokens. What is checked, and in which order, is the function from top to bottom. */
function serving(door: GraphqlDoor, logger: FastifyBaseLogger) {
  const parse = parsedDocuments(48 * 1024 * 1024);
  const places = new Places(door.capacity);

  return async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<Reply> => {
    if (request.method !== 'POST') return refusalReply(badRequest, 405, { allow: 'POST' });

    const token = bearerToken(request) ?? '';
    const visit = new Visit(response);
    if (!places.enter(visit, token)) return overloaded;
    const now = door.clock();
    const reader = token === '' ? null : readerIn(await door.verify(token, now), logger, requestId);
    if (!reader) return unauthenticated;
    const context = { reader, requestId, now, signal: visit.waitAtMost(door.deadline) };
    if (!places.seat(visit, token, reader)) return overloaded;

    if (!isPlainJson(request)) return refusalReply(badRequest, 415);
    const read = await readBody(request);
    if (read === 'tooLarge') return refusalReply(new CodedError('LIMIT_EXCEEDED', { limit: 'body' }), 413, close);
    const body = read && parsed(read.text);
    if (!body) return refusalReply(badRequest, 400, close);

    const schema = door.schema();
    const document = schema ? checkBody(body.json, schema, door.limits, parse) : new CodedError('OVERLOADED');
    if (document instanceof CodedError) return refusalReply(document);
    const plain = plainRequest(body.json, request.headers.accept);
    if (plain && document && schema && isValid(document, schema)) {
      const answer = await answerPlainly(plain, document, context, door.execute);
      if (answer) {
        door.logFailures(answer.errors, requestId);
        const { status, headers, body } = answer;
        return { status, headers, body: body.text, encoding: body.encoding };
      }
    }
    return answerByApollo(door.apollo, request, body.json, context);
  };
}

/** Null: no JSON, or none that is safe to look into. */
function parsed(text: string): { readonly json: unknown } | null {
  try {
    return { json: parseBody(text) };
  } catch {
    return null;
  }
}

const badRequest = new CodedError('BAD_REQUEST');
const unauthenticated = refusalReply(new CodedError('UNAUTHENTICATED'), undefined, { 'www-authenticate': 'Bearer' });
const overloaded = refusalReply(new CodedError('OVERLOADED'));
/** More of the body may be on its way. */
const close = { connection: 'close' };
