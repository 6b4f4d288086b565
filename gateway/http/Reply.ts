import type { ServerResponse } from 'node:http';
import { formatError, httpHeaders, httpStatus, type CodedError } from '../errors.ts';
import type { Written } from './writeAnswer.ts';

/** An answer on its way out. Names of headers are lower case. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `latin1`: of bytes, one a character. Left out: of text. */
  readonly encoding?: Written['encoding'];
}

export const jsonType = 'application/json; charset=utf-8';

/** What every answer is sent with. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
} as const;

/** The answer to a request that goes no further: the same JSON as an answer of the graph, without data. */
export function refusalReply(
  error: CodedError,
  status: number = httpStatus[error.code],
  headers: Reply['headers'] = {},
): Reply {
  const { message, extensions } = error;
  const body = JSON.stringify({ errors: [formatError({ message, extensions: { ...extensions } })] });
  return { status, headers: { ...httpHeaders(error.code), ...headers, 'content-type': jsonType }, body };
}

export function writeReply(response: ServerResponse, { status, headers, body, encoding = 'utf8' }: Reply): void {
  const length = Buffer.byteLength(body, encoding);
  response.writeHead(status, { ...securityHeaders, ...headers, 'content-length': length });
  response.end(body, encoding);
}
