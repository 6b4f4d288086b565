import type { FastifyInstance } from 'fastify';
import type { JWK } from 'jose';
import type { RecordStore } from '../runtime/RecordStore.ts';
import { importFormats } from './importFormats.ts';
import { importRequest, largestRequest } from './importMessages.ts';
import { importRecords } from './importRecords.ts';
import { isOperatorToken } from './operatorToken.ts';

export interface ImportRouteOptions {
  readonly nation: string;
  readonly store: RecordStore;
  /** Public key of the nation's operator. */
  readonly operatorKey: JWK;
  readonly random: () => Uint8Array;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** `POST /operator/import`: the nation's own operator loads records. Asked before the body is read: the operator's token. */
export function registerImport(app: FastifyInstance, options: ImportRouteOptions): void {
  const { nation, store, operatorKey, random, clock } = options;
  app.post('/operator/import', {
    bodyLimit: largestRequest,
    onRequest: async (request, reply) => {
      const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
      if (await isOperatorToken(token, nation, operatorKey, clock())) return;
      await reply.code(401).send({ error: `no token of the operator of ${nation}` });
    },
    handler: async (request, reply) => {
      const body = importRequest.safeParse(request.body);
      if (!body.success) {
        const [issue] = body.error.issues;
        return reply
          .code(400)
          .send({ error: `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'not a batch'}` });
      }
      const format = importFormats.get(body.data.format);
      if (format === undefined) return reply.code(400).send({ error: `unknown format \`${body.data.format}\`` });
      const results = await importRecords(format, body.data.format, body.data, { nation, store, random, now: clock() });
      if ('problem' in results) return reply.code(400).send({ error: results.problem });
      return { results };
    },
  });
}
