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

/** The pseudonyms of readers by the key of each nation; a reader's is worked out once. */
export function pseudonyms(keys: ReadonlyMap<string, Uint8Array>): (reader: Reader, owner: string) => string {
  const known = new WeakMap<Reader, Map<string, string>>();
  return (reader, owner) => {
    const own = known.get(reader) ?? new Map<string, string>();
    known.set(reader, own);
    const last = own.get(owner);
    if (last !== undefined) return last;
    const key = keys.get(reader.nation);
    if (!key) throw new TypeError(`no pseudonym key for \`${reader.nation}\``);
    const name = pseudonym(reader, owner, key);
    own.set(owner, name);
    return name;
  };
}
