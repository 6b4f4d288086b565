import type { IncomingMessage } from 'node:http';

/** JSON in UTF-8, not compressed (GraphQL over HTTP, 5.1). */
export function isPlainJson({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return (
    /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(headers['content-type'] ?? '') &&
    (headers['content-encoding'] ?? 'identity') === 'identity'
  );
}
