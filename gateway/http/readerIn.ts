import type { FastifyBaseLogger } from 'fastify';
import type { Reader } from '../identity/Reader.ts';
import type { Verified } from '../identity/verifyToken.ts';

/** Null: the token is refused. Why is for the log, as is what was left out of it. */
export function readerIn(verified: Verified, logger: FastifyBaseLogger, reqId: string): Reader | null {
  if ('refused' in verified) {
    logger.warn({ reqId, refused: verified.refused, detail: verified.detail }, 'token refused');
    return null;
  }
  const { reader, dropped } = verified;
  if (dropped.length > 0) logger.warn({ reqId, issuer: reader.issuer, dropped }, 'claims dropped');
  return reader;
}
