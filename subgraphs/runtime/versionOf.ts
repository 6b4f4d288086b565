import { createHash } from 'node:crypto';
import type { Reading, RecordObject } from './Reading.ts';

/**
 * The `version` of a record: a digest of what this reader sees of it, so that it tells of no hidden change. References
 * are left out: whether what they name shows is not for this nation alone to say.
 */
export function versionOf(record: RecordObject, _args: unknown, reading: Reading): string {
  const named = new Set<string>(reading.view(record.__typename).type.references);
  const seen = Object.entries(record)
    .filter(([field]) => !named.has(field))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(canonicalJson(seen)).digest('base64url').slice(0, 22);
}

const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
