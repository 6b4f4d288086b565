import type { FastifyReply } from 'fastify';
import { formatError, httpStatus, type CodedError } from '../errors.ts';

/** Answers a request that goes no further: the same JSON as an answer of the graph, without data. */
export function sendRefusal(
  reply: FastifyReply,
  error: CodedError,
  status: number = httpStatus[error.code],
): FastifyReply {
  const { message, extensions } = error;
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [formatError({ message, extensions: { ...extensions } })] });
}
