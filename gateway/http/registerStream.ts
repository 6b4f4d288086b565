import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getOperationAST, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { createHandler, type Response } from 'graphql-sse';
import type { AlertRequest } from '../alerts/AlertDesk.ts';
import type { AlertStream } from '../alerts/AlertStream.ts';
import { CodedError, formatError, httpHeaders, httpStatus } from '../errors.ts';
import { personOf } from '../identity/personOf.ts';
import type { Reader } from '../identity/Reader.ts';
import type { Verified } from '../identity/verifyToken.ts';
import type { Limits } from '../operation/limits.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { bearerToken } from './bearerToken.ts';
import { checkBody } from './checkBody.ts';
import { isPlainJson } from './isPlainJson.ts';
import { Outlet } from './Outlet.ts';
import { parsedDocuments } from './parsedDocuments.ts';
import type { Capacity } from './Places.ts';
import { readerIn } from './readerIn.ts';
import { sendRefusal } from './sendRefusal.ts';
import { Shares } from './Shares.ts';
import { Visit } from './Visit.ts';

export interface StreamDoor {
  readonly open: (request: AlertRequest) => Promise<AlertStream | CodedError>;
  readonly verify: (token: string, now: number) => Promise<Verified>;
  /** Null until a supergraph is loaded. */
  readonly schema: () => GraphQLSchema | null;
  readonly limits: Limits;
  readonly clock: () => number;
  readonly capacity: StreamCapacity;
}

/** Streams that are open at once; whoever has more is told to come back. */
export type StreamCapacity = Omit<Capacity, 'turn'>;

/** What graphql-sse hands on of a request: everything about it that was found good before. */
interface Subscriber {
  readonly reader: Reader;
  readonly requestId: string;
  readonly document: DocumentNode;
  readonly outlet: Outlet;
  readonly hasLeft: () => boolean;
  readonly opened: (stream: AlertStream) => void;
}

/**
 * The door `/graphql/stream`: GraphQL over SSE, one connection for each subscription, for the same tokens and within the
 * same limits as `/graphql`. What is checked, and in which order, are the hooks from top to bottom.
 */
export async function registerStream(app: FastifyInstance, door: StreamDoor): Promise<void> {
  const known = new WeakMap<FastifyRequest, Reader>();
  const documents = new WeakMap<FastifyRequest, DocumentNode>();
  const parse = parsedDocuments(8 * 1024 * 1024);
  const all = new Shares(door.capacity.all);
  const nations = new Shares(door.capacity.nation);
  const readers = new Shares(door.capacity.reader);
  const handle = createHandler<Subscriber>({
    authenticate: () => null,
    onSubscribe: async ({ raw }, { query, operationName, variables }) => {
      const { reader, requestId, document, outlet, hasLeft, opened } = raw;
      const schema = door.schema();
      const operation = getOperationAST(document, operationName);
      if (!schema || !operation) return refusal(new CodedError('OVERLOADED'));
      const problems = validate(schema, document, undefined, { maxErrors: 5 });
      if (problems.length > 0) {
        const errors = problems.map(({ message }) => new CodedError('GRAPHQL_VALIDATION_FAILED', {}, message));
        return refusal(...errors);
      }
      const stream = await door.open({
        document,
        operation,
        queryHash: hash('sha256', query),
        variables: isRecord(variables) ? variables : {},
        reader,
        requestId,
        taken: () => outlet.taken(),
      });
      if (stream instanceof CodedError) return refusal(stream);
      opened(stream);
      if (hasLeft()) stream.end();
      return promised(stream, outlet);
    },
  });

  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method === 'POST') return;
      return sendRefusal(reply.header('allow', 'POST'), new CodedError('BAD_REQUEST'), 405);
    });
    scope.addHook('onRequest', async (request, reply) => {
      if (all.isFull('')) return sendOverloaded(reply);
      const visit = new Visit(reply.raw);
      visit.hold(all, '');
      const token = bearerToken(request.raw) ?? '';
      const reader = token === '' ? null : readerIn(await door.verify(token, door.clock()), request.log, request.id);
      if (!reader) return sendRefusal(reply.header('www-authenticate', 'Bearer'), new CodedError('UNAUTHENTICATED'));
      known.set(request, reader);
      const person = personOf(reader);
      if (readers.isFull(person) || nations.isFull(reader.nation)) return sendOverloaded(reply);
      visit.hold(readers, person);
      visit.hold(nations, reader.nation);
    });
    scope.addHook('onRequest', async ({ raw, headers }, reply) => {
      if (!isPlainJson(raw)) return sendRefusal(reply, new CodedError('BAD_REQUEST'), 415);
      if (!/(^|,)\s*text\/event-stream\s*($|[,;])/i.test(headers.accept ?? ''))
        return sendRefusal(reply, new CodedError('BAD_REQUEST'), 406);
    });
    scope.addHook('preHandler', async (request, reply) => {
      const schema = door.schema();
      const checked = schema ? checkBody(request.body, schema, door.limits, parse) : new CodedError('OVERLOADED');
      if (checked instanceof CodedError) return sendRefusal(reply, checked);
      if (!checked) return sendRefusal(reply, new CodedError('BAD_REQUEST'));
      documents.set(request, checked);
    });
    scope.all('/graphql/stream', async (request, reply) => {
      const [reader, document] = [known.get(request), documents.get(request)];
      if (!reader || !document) throw new TypeError('a request reached the streams without a reader');
      const outlet = new Outlet(reply.raw);
      const [body, { status, headers }] = await handle({
        method: 'POST',
        url: request.url,
        headers: { get: (name) => distinctConnection.get(name) },
        body: request.body as Record<string, unknown>,
        raw: {
          reader,
          requestId: request.id,
          document,
          outlet,
          hasLeft: () => reply.raw.closed,
          opened: (stream) => {
            reply.raw.once('close', () => stream.end());
            stream.signal.addEventListener('abort', () => outlet.close());
          },
        },
        context: undefined,
      });
      if (body === null || typeof body === 'string')
        return reply
          .code(status)
          .headers(headers ?? {})
          .send(body);
      reply.hijack();
      const ours = Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
      reply.raw.writeHead(status, { ...ours, 'content-type': 'text/event-stream; charset=utf-8' });
      await outlet.pour(body, isMessage);
      return reply;
    });
  });
}

/** All that graphql-sse looks at; the reader's own headers were. Without a stream token, no other mode is on. */
const distinctConnection: ReadonlyMap<string, string> = new Map([
  ['accept', 'text/event-stream'],
  ['content-type', 'application/json'],
]);

const isMessage = (text: string): boolean => text.startsWith('event: next');

/** graphql-sse takes all there is at once, and writes results as they are: what waits, waits before it. */
async function* promised(stream: AlertStream, outlet: Outlet): AsyncGenerator<ExecutionResult, void, undefined> {
  try {
    for await (const frame of stream.frames()) {
      outlet.promise();
      yield frame as unknown as ExecutionResult;
    }
  } finally {
    stream.end();
  }
}

/** In the form of graphql-sse. */
function refusal(...errors: readonly CodedError[]): Response {
  const told = errors.map(({ message, extensions }) => formatError({ message, extensions: { ...extensions } }));
  const code = errors[0]?.code ?? 'INTERNAL_SERVER_ERROR';
  const headers = { ...httpHeaders(code), 'content-type': 'application/json; charset=utf-8' };
  return [JSON.stringify({ errors: told }), { status: httpStatus[code], statusText: '', headers }];
}

const sendOverloaded = (reply: FastifyReply): FastifyReply => sendRefusal(reply, new CodedError('OVERLOADED'));
