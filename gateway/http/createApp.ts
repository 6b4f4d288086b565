import { randomUUID } from 'node:crypto';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { CodedError } from '../errors.ts';
import { bodyLimit } from './readBody.ts';
import { securityHeaders } from './Reply.ts';
import { sendRefusal } from './sendRefusal.ts';

/** More than the proxies in front keep open; beyond them, those on which nothing is asked are closed. */
const maxConnections = 16_384;

/** The HTTP server without routes: limits of size and time, headers of every answer, and JSON for every failure. */
export function createApp(logger: FastifyBaseLogger): FastifyInstance {
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    requestTimeout: 15_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 32 * 1024 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
  Object.assign(app.server, { maxConnections, dropMaxConnection: true });
  app.server.on('drop', () => app.server.closeIdleConnections());
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders);
  });
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, new CodedError('BAD_REQUEST'), 404));
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof CodedError) return sendRefusal(reply, error);
    const known = knownFailures.get(codeOf(error));
    if (known) return sendRefusal(reply, known.error, known.status);
    request.log.error({ err: error }, 'request failed');
    return sendRefusal(reply, new CodedError('INTERNAL_SERVER_ERROR'));
  });
  return app;
}

const badRequest = new CodedError('BAD_REQUEST');

/** What Fastify and the URL parser find wrong with a request, by their codes. */
const knownFailures: ReadonlyMap<string, { readonly error: CodedError; readonly status: number }> = new Map([
  ['FST_ERR_CTP_BODY_TOO_LARGE', { error: new CodedError('LIMIT_EXCEEDED', { limit: 'body' }), status: 413 }],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', { error: badRequest, status: 415 }],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', { error: badRequest, status: 400 }],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', { error: badRequest, status: 400 }],
  ['FST_ERR_CTP_INVALID_JSON_BODY', { error: badRequest, status: 400 }],
  ['ERR_INVALID_URL', { error: badRequest, status: 400 }],
]);

function codeOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'FST_ERR_CTP_INVALID_JSON_BODY';
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
