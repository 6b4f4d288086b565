import { request, type IncomingHttpHeaders } from 'node:http';

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** node:http, because fetch does not send what a hostile client sends. */
export function sendRaw(url: string, { method = 'POST', path = '/graphql', headers = {}, body = '' }: RawRequest) {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const outgoing = request(`${url}${path}`, { method, headers: { ...headers } as IncomingHttpHeaders }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

/** An operation as a client of the gateway's own kind sends it. */
export const operation = (
  token: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): RawRequest => ({
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  body: JSON.stringify({ query, variables }),
});
