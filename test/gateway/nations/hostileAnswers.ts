import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import type { Unavailable } from '../../../gateway/nations/SubgraphAnswer.ts';

/** What a broken or hostile nation may do with a request, and what the gateway makes of it. */
export interface HostileAnswer {
  readonly what: string;
  readonly answer: (response: ServerResponse) => void;
  readonly expected: Unavailable;
}

export const secret = 'SECRET-OF-THE-NATION';

const json =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };

const error = (fields: object): string =>
  JSON.stringify({ data: { record: null }, errors: [{ message: secret, ...fields }] });

export const hostileAnswers: readonly HostileAnswer[] = [
  { what: 'HTTP 500 with a stack', answer: json(`{"stack":"${secret}"}`, {}, 500), expected: 'failed' },
  { what: 'HTTP 400', answer: json(`{"message":"${secret}"}`, {}, 400), expected: 'refused' },
  { what: 'a redirect', answer: json('{}', { location: 'http://127.0.0.1:1/' }, 302), expected: 'status' },
  { what: 'HTTP 204', answer: (response) => void response.writeHead(204).end(), expected: 'status' },
  {
    what: 'a page of HTML',
    answer: json(`<h1>${secret}</h1>`, { 'content-type': 'text/html' }),
    expected: 'contentType',
  },
  {
    what: 'compressed JSON',
    answer: json(gzipSync('{"data":{}}'), { 'content-encoding': 'gzip' }),
    expected: 'contentType',
  },
  { what: 'no content type', answer: (response) => void response.end('{"data":{}}'), expected: 'contentType' },
  { what: 'text that is not JSON', answer: json(secret), expected: 'notJson' },
  { what: 'an empty body', answer: json(''), expected: 'notJson' },
  { what: 'bytes that are not UTF-8', answer: json(Buffer.from([0x22, 0xff, 0xfe, 0x22])), expected: 'notJson' },
  { what: 'a list', answer: json('[]'), expected: 'wrongShape' },
  { what: 'null', answer: json('null'), expected: 'wrongShape' },
  { what: 'no data', answer: json('{}'), expected: 'wrongShape' },
  { what: 'data that is a list', answer: json('{"data":[]}'), expected: 'wrongShape' },
  { what: 'errors that are text', answer: json(`{"data":{},"errors":"${secret}"}`), expected: 'wrongShape' },
  { what: 'a million levels', answer: json(`{"data":${'['.repeat(1e6)}${']'.repeat(1e6)}}`), expected: 'tooDeep' },
  { what: 'sixty-five levels', answer: json(`{"data":{"a":${'['.repeat(63)}${']'.repeat(63)}}}`), expected: 'tooDeep' },
  { what: 'an error', answer: json(error({})), expected: 'errors' },
  {
    what: 'an error with an HTTP status for us',
    answer: json(error({ extensions: { http: { status: 401 } } })),
    expected: 'errors',
  },
  {
    what: 'an error that claims to be ours',
    answer: json(error({ path: ['record'], extensions: { code: 'UNAUTHENTICATED' } })),
    expected: 'errors',
  },
  {
    what: 'a step-up below the root',
    answer: json(error({ path: ['record', 'name'], extensions: { code: 'STEP_UP_REQUIRED', requiredAal: 2 } })),
    expected: 'errors',
  },
  {
    what: 'a step-up at a field that was not asked',
    answer: json(error({ path: ['other'], extensions: { code: 'STEP_UP_REQUIRED', requiredAal: 2 } })),
    expected: 'errors',
  },
  {
    what: 'a step-up to nowhere',
    answer: json(error({ path: ['record'], extensions: { code: 'STEP_UP_REQUIRED', requiredAal: secret } })),
    expected: 'errors',
  },
  { what: 'six megabytes', answer: json(`{"data":{"a":"${'x'.repeat(6e6)}"}}`), expected: 'tooLarge' },
  { what: 'a reset before the answer', answer: (response) => void response.destroy(), expected: 'unreachable' },
  {
    what: 'a reset in the middle',
    answer: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":');
      setTimeout(() => response.destroy(), 20);
    },
    expected: 'unreachable',
  },
  { what: 'silence', answer: () => {}, expected: 'timeout' },
  {
    what: 'a byte now and then',
    answer: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    },
    expected: 'timeout',
  },
];
