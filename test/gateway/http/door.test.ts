import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { secret, startDoor } from './startDoor.ts';

let url: string;
let stop: () => Promise<void>;
let ways: { short: number; long: number };
beforeAll(async () => {
  ({ url, stop, ways } = await startDoor());
});
afterAll(() => stop());

/** A door of its own, for a test that needs it otherwise than the rest. */
async function otherDoor(options: Parameters<typeof startDoor>[0]): Promise<string> {
  const door = await startDoor(options);
  onTestFinished(() => door.stop());
  return door.url;
}

const bearer = { authorization: 'Bearer token-of-anna' };
const json = { ...bearer, 'content-type': 'application/json' };
const me = JSON.stringify({ query: '{ me }' });

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string | readonly string[]>;
  readonly body?: string | Buffer;
}

/** node:http, because fetch does not send what a hostile client sends. */
async function send(url: string, { method = 'POST', headers = json, body = '' }: Sent = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; headers: object; text: string }>();
  const outgoing = rawRequest(
    url,
    { method, headers: { ...headers } as Record<string, string | string[]> },
    (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    },
  );
  outgoing.on('error', reject);
  outgoing.end(body);
  const answer = await promise;
  return { ...answer, json: answer.text === '' ? null : (JSON.parse(answer.text) as Record<string, unknown>) };
}

const refused = (code: string, extensions: object = {}) => ({ errors: [{ extensions: { code, ...extensions } }] });

describe('a request to /graphql', () => {
  it('with a token and an operation is answered, with headers that keep it out of caches', async () => {
    const answer = await send(`${url}/graphql`, { body: me });
    expect(answer).toMatchObject({ status: 200, json: { data: { me: 'anna' } } });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(Object.keys(answer.headers)).not.toContain('x-powered-by');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  const withoutToken: readonly [string, Sent['headers']][] = [
    ['no token', {}],
    ['another scheme', { authorization: 'Basic token-of-anna' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['a token that is refused', { authorization: 'Bearer nonsense' }],
    ['two tokens', { authorization: ['Bearer token-of-anna', 'Bearer token-of-anna'] }],
    ['two tokens in one', { authorization: 'Bearer token-of-anna, Bearer token-of-anna' }],
    ['a token in a cookie', { cookie: 'token=token-of-anna' }],
  ];
  it.each(withoutToken)('with %s is refused with the same bytes as any other', async (_what, headers) => {
    const answer = await send(`${url}/graphql`, {
      headers: { 'content-type': 'application/json', ...headers },
      body: me,
    });
    expect(answer.status).toBe(401);
    expect(answer.text).toBe(
      '{"errors":[{"message":"a valid access token is required","extensions":{"code":"UNAUTHENTICATED"}}]}',
    );
  });

  it('without a token is refused before its body is looked at', async () => {
    const answer = await send(`${url}/graphql`, { headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(1e6) });
    expect(answer.status).toBe(401);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('by %s is refused', async (method) => {
    const answer = await send(`${url}/graphql?query=%7Bme%7D`, { method, headers: bearer });
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  const unreadable: readonly [string, number, Sent, object][] = [
    ['text', 415, { headers: { ...bearer, 'content-type': 'text/plain' }, body: me }, refused('BAD_REQUEST')],
    [
      'a form',
      415,
      { headers: { ...bearer, 'content-type': 'application/x-www-form-urlencoded' }, body: 'query=1' },
      refused('BAD_REQUEST'),
    ],
    ['no content type', 415, { headers: bearer, body: me }, refused('BAD_REQUEST')],
    [
      'two content types',
      415,
      { headers: { ...bearer, 'content-type': 'application/json, text/plain' }, body: me },
      refused('BAD_REQUEST'),
    ],
    [
      'another charset',
      415,
      { headers: { ...bearer, 'content-type': 'application/json; charset=utf-7' }, body: me },
      refused('BAD_REQUEST'),
    ],
    ['compressed JSON', 415, { headers: { ...json, 'content-encoding': 'gzip' }, body: me }, refused('BAD_REQUEST')],
    ['malformed JSON', 400, { body: '{"query":' }, refused('BAD_REQUEST')],
    ['no body', 400, {}, refused('BAD_REQUEST')],
    ['null', 400, { body: 'null' }, refused('BAD_REQUEST')],
    ['a number', 400, { body: '1' }, refused('BAD_REQUEST')],
    ['a batch', 400, { body: `[${me},${me}]` }, refused('BAD_REQUEST')],
    ['a query that is a list', 400, { body: '{"query":[]}' }, refused('BAD_REQUEST')],
    ['a prototype', 400, { body: '{"query":"{me}","__proto__":{"x":1}}' }, refused('BAD_REQUEST')],
    [
      'a persisted query',
      400,
      { body: '{"query":"{me}","extensions":{"persistedQuery":{"version":1}}}' },
      refused('BAD_REQUEST'),
    ],
    [
      '129 kB',
      413,
      { body: JSON.stringify({ query: '{me}', pad: 'x'.repeat(129 * 1024) }) },
      refused('LIMIT_EXCEEDED', { limit: 'body' }),
    ],
    ['a document that is none', 400, { body: '{"query":"{"}' }, refused('GRAPHQL_PARSE_FAILED')],
    [
      'too many tokens',
      400,
      { body: JSON.stringify({ query: `{${' me'.repeat(2001)}}` }) },
      refused('LIMIT_EXCEEDED', { limit: 'tokens' }),
    ],
    [
      'too many root fields',
      400,
      { body: JSON.stringify({ query: `{${' me'.repeat(11)}}` }) },
      refused('LIMIT_EXCEEDED', { limit: 'rootFields' }),
    ],
    ['a reserved alias', 400, { body: '{"query":"{ __gw: me }"}' }, refused('BAD_USER_INPUT')],
    [
      'an operation that is not in it',
      400,
      { body: '{"query":"query A { me }","operationName":"B"}' },
      refused('OPERATION_RESOLUTION_FAILURE'),
    ],
    [
      'a variable of another type',
      400,
      { body: '{"query":"query ($n: Int!) { echo(n: $n) }","variables":{"n":"x"}}' },
      refused('BAD_USER_INPUT'),
    ],
  ];
  it.each(unreadable)('with %s is refused with %d and JSON', async (_what, status, sent, body) => {
    const answer = await send(`${url}/graphql`, sent);
    expect(answer).toMatchObject({ status, json: body });
    expect(answer.json).not.toHaveProperty('data');
  });

  it('for a field that does not exist learns no other name', async () => {
    const answer = await send(`${url}/graphql`, { body: '{"query":"{ secretNam }"}' });
    expect(answer).toMatchObject({ status: 400, json: refused('GRAPHQL_VALIDATION_FAILED') });
    expect(answer.text).not.toContain('secretName');
  });

  it('is told of failures in fixed texts, with our codes and nothing else', async () => {
    const answer = await send(`${url}/graphql`, { body: '{"query":"{ fails denied nation me }"}' });
    expect(answer.json).toEqual({
      errors: [
        {
          message: 'internal error',
          locations: [{ line: 1, column: 3 }],
          path: ['fails'],
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
        {
          message: 'unauthorized field or type',
          locations: [{ line: 1, column: 9 }],
          path: ['denied'],
          extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
        },
        {
          message: 'the nation did not answer',
          locations: [{ line: 1, column: 16 }],
          path: ['nation'],
          extensions: { code: 'NATION_UNAVAILABLE', nation: 'POL' },
        },
      ],
      data: { fails: null, denied: null, nation: null, me: 'anna' },
    });
    expect(answer.text).not.toContain(secret);
  });

  it('stops waiting for nations at its own deadline', async () => {
    expect((await send(`${url}/graphql`, { body: '{"query":"{ slow }"}' })).json).toEqual({
      data: { slow: 'aborted' },
    });
  });

  it('is told to come back when there are too many at once', async () => {
    const narrow = await otherDoor({ capacity: { all: 1 } });
    const slow = send(`${narrow}/graphql`, { body: '{"query":"{ slow }"}' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await send(`${narrow}/graphql`, { body: me })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      json: refused('OVERLOADED'),
    });
    await slow;
    expect(await send(`${narrow}/graphql`, { body: me })).toMatchObject({ status: 200 });
  });

  it.each(['application/json', 'application/json;q=0.9'])(
    'is told to come back where the executor has no room, on either way: %s',
    async (accept) => {
      expect(
        await send(`${url}/graphql`, { headers: { ...json, accept }, body: '{"query":"{ busy }"}' }),
      ).toMatchObject({
        status: 503,
        headers: { 'retry-after': '1' },
        json: refused('OVERLOADED'),
      });
    },
  );

  it('is told to come back where no supergraph is loaded yet', async () => {
    const early = await otherDoor({ schema: () => null });
    expect(await send(`${early}/graphql`, { body: me })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      json: refused('OVERLOADED'),
    });
  });
});

describe('a share of what may be under way', () => {
  const asking = (name: string) => ({ headers: { ...json, authorization: `Bearer token-of-${name}` } });
  const slow = '{"query":"{ slow }"}';
  const patiently = (url: string, name: string) => send(`${url}/graphql`, { ...asking(name), body: slow });
  const overloaded = { status: 503, headers: { 'retry-after': '1' }, json: refused('OVERLOADED') };

  it('is all that one reader gets, and the others are served meanwhile', async () => {
    const shared = await otherDoor({ capacity: { reader: 2 } });
    const held = [patiently(shared, 'ESTanna'), patiently(shared, 'ESTanna')];
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await send(`${shared}/graphql`, { ...asking('ESTanna'), body: me })).toMatchObject(overloaded);
    expect(await send(`${shared}/graphql`, { ...asking('ESTotto'), body: me })).toMatchObject({ status: 200 });
    await Promise.all(held);
    expect(await send(`${shared}/graphql`, { ...asking('ESTanna'), body: me })).toMatchObject({ status: 200 });
  });

  it('is all that the readers of one nation get together', async () => {
    const shared = await otherDoor({ capacity: { nation: 2 } });
    const held = [patiently(shared, 'ESTanna'), patiently(shared, 'ESTotto')];
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await send(`${shared}/graphql`, { ...asking('ESTmari'), body: me })).toMatchObject(overloaded);
    expect(await send(`${shared}/graphql`, { ...asking('LVAilze'), body: me })).toMatchObject({ status: 200 });
    await Promise.all(held);
  });

  it('is given back by readers who go away', async () => {
    const shared = await otherDoor({ capacity: { reader: 2 } });
    for (let time = 0; time < 3; time++) {
      const gone = [1, 2].map(() => {
        const outgoing = rawRequest(`${shared}/graphql`, { method: 'POST', ...asking('ESTanna') });
        outgoing.on('error', () => undefined).end(slow);
        return outgoing;
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (const outgoing of gone) outgoing.destroy();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await send(`${shared}/graphql`, { ...asking('ESTanna'), body: me })).toMatchObject({ status: 200 });
  });
});

describe('an ordinary request takes a short way, and gets what the long one gives', () => {
  const bodies = [
    '{"query":"{ me }"}',
    '{"query":"query A { me } query B { echo(n: 2) }","operationName":"B","variables":{}}',
    '{"query":"query ($n: Int!) { echo(n: $n) }","variables":{"n":7}}',
    '{"query":"query ($n: Int!) { echo(n: $n) }","variables":{"n":"seven"}}',
    '{"query":"query ($n: Int!) { echo(n: $n) }","variables":null,"operationName":null}',
    '{"query":"{ fails denied nation me }"}',
    '{"query":"{ throws }"}',
    '{"query":"{ busy }"}',
    '{"query":"{ e: echo(n: 1) ...F } fragment F on Query { again: echo(n: 2) __typename }"}',
    '{"query":"{ nothing }"}',
    '{"query":"{ echo(n: \\"a\\") }"}',
    '{"query":"{ me }","variables":[]}',
    '{"query":"{ me }","operationName":7}',
    '{"query":"query A { me }","operationName":"B"}',
    '{"query":""}',
    '{"query":"{ me }","extensions":{}}',
    '{"query":"{ me }","more":1}',
    '{"query":"mutation { me }"}',
    '{"query":"subscription { me }"}',
  ];
  const ways = [
    ['application/json', 'application/json;q=0.9'],
    ['*/*', '*/*;q=0.5'],
    ['application/graphql-response+json', 'application/graphql-response+json;q=0.9, text/html;q=0.1'],
    [
      'application/graphql-response+json, application/json',
      'application/graphql-response+json;q=1, application/json;q=0.1',
    ],
    ['application/graphql-response+json,application/json;q=0.9', 'application/graphql-response+json;q=1, */*;q=0.1'],
    [undefined, 'application/json;q=0.4'],
  ] as const;
  it.each(ways.flatMap(([short, long]) => bodies.map((body) => [body, short, long] as const)))(
    '%s, %s',
    async (body, short, long) => {
      const [one, other] = await Promise.all(
        [short, long].map((accept) =>
          send(`${url}/graphql`, { headers: { ...json, ...(accept && { accept }) }, body }),
        ),
      );
      const wire = ({ status, headers, text }: NonNullable<typeof one>) => {
        const lasting = Object.entries(headers).filter(([name]) => name !== 'date' && name !== 'x-request-id');
        return { status, headers: Object.fromEntries(lasting), text };
      };
      expect(one && wire(one)).toEqual(other && wire(other));
    },
  );
});

it('whose form is ordinary takes the short way indeed', async () => {
  const before = { ...ways };
  await send(`${url}/graphql`, { body: me });
  expect(ways).toEqual({ short: before.short + 1, long: before.long });
  await send(`${url}/graphql`, { headers: { ...json, accept: 'application/json;q=0.9' }, body: me });
  expect(ways).toEqual({ short: before.short + 1, long: before.long + 1 });
});

describe('health', () => {
  it('is ready although a nation is down, and says so', async () => {
    expect(await send(`${url}/health/ready`, { method: 'GET', headers: {} })).toMatchObject({
      status: 200,
      json: { ready: true, nations: { EST: 'up', POL: 'down' } },
    });
    expect(await send(`${url}/health/live`, { method: 'GET', headers: {} })).toMatchObject({ status: 200 });
  });

  it('is not ready while something of the gateway is missing', async () => {
    const unready = await otherDoor({ missing: () => ['access log'] });
    expect(await send(`${unready}/health/ready`, { method: 'GET', headers: {} })).toMatchObject({
      status: 503,
      json: { ready: false, missing: ['access log'] },
    });
  });

  it('is all there is without a token: any other address is unknown', async () => {
    expect(await send(`${url}/metrics`, { method: 'GET', headers: {} })).toMatchObject({
      status: 404,
      json: refused('BAD_REQUEST'),
    });
  });
});
