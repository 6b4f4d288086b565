import { createHmac } from 'node:crypto';
import type { Reader } from '../identity/Reader.ts';

/**
 * What an owner sees of a reader: 22 characters that only the reader's own nation can resolve, and that differ from
 * owner to owner. `key` is the secret of the reader's nation.
 */
export const pseudonym = (reader: Pick<Reader, 'issuer' | 'subject'>, owner: string, key: Uint8Array): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([reader.issuer, reader.subject, owner]))
    .digest('base64url')
    .slice(0, 22);
