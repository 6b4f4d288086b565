import type { IncomingMessage } from 'node:http';

/** The token of `Authorization: Bearer` (RFC 6750, 2.1); null unless there is exactly one such header in that form. */
export function bearerToken({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): string | null {
  let value: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length !== header.length || name.toLowerCase() !== header) continue;
    if (value !== undefined) return null;
    value = rawHeaders[index + 1];
  }
  return /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(value ?? '')?.[1] ?? null;
}

const header = 'authorization';
