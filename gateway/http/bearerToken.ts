import type { IncomingMessage } from 'node:http';

/** The token of `Authorization: Bearer` (RFC 6750, 2.1); null unless there is exactly one such header in that form. */
export function bearerToken({ headersDistinct }: Pick<IncomingMessage, 'headersDistinct'>): string | null {
  const values = headersDistinct['authorization'] ?? [];
  if (values.length !== 1) return null;
  return /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(values[0] ?? '')?.[1] ?? null;
}
