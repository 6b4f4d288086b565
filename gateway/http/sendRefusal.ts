import type { FastifyReply } from 'fastify';
import type { CodedError } from '../errors.ts';
import { refusalReply } from './Reply.ts';

/** `refusalReply`, sent by Fastify. */
export function sendRefusal(reply: FastifyReply, error: CodedError, status?: number): FastifyReply {
  const refusal = refusalReply(error, status);
  return reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
}
