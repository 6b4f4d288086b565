import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { forgeries } from '../gateway/identity/forgeries.ts';
import { operation, sendRaw, type RawAnswer, type RawRequest } from './sendRaw.ts';
import { startLoneGateway, type LoneGateway } from './startLoneGateway.ts';

let gateway: LoneGateway;
beforeAll(async () => {
  gateway = await startLoneGateway();
});
afterAll(() => gateway.stop());

const refusal = '{"errors":[{"message":"a valid access token is required","extensions":{"code":"UNAUTHENTICATED"}}]}';
const query = '{ nations { code } }';
const send = (request: RawRequest): Promise<RawAnswer> => sendRaw(gateway.url, request);
const withHeaders = (headers: RawRequest['headers'] = {}): RawRequest => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ query }),
});

function expectRefused({ status, headers, text }: RawAnswer): void {
  expect([status, text]).toEqual([401, refusal]);
  expect(headers).toMatchObject({ 'www-authenticate': 'Bearer', 'cache-control': 'no-store' });
}

it('a reader with a good token is answered', async () => {
  expect(await send(operation(gateway.token, query))).toMatchObject({ status: 200 });
});

describe('a token that must not be believed is refused in the same words as none, and the reason is in the log alone', () => {
  it.each(forgeries.filter(({ id }) => id !== 'A22'))('$id: $title', async ({ make, refused }) => {
    const token = await make(gateway.issuers);
    gateway.log.splice(0);
    expectRefused(await send(operation(token, query)));
    const reasons = gateway.log.flatMap((line) => (JSON.parse(line) as { refused?: string }).refused ?? []);
    // What is in no form that the header may have is refused before it is looked at.
    for (const reason of reasons) expect(refused.split('|')).toContain(reason);
    expect(gateway.log.join()).not.toContain(token.length > 20 ? token : 'Bearer');
  });
});

it.each([
  ['in the address', { path: '/graphql?access_token=TOKEN' }],
  ['in a cookie', withHeaders({ cookie: 'token=TOKEN; access_token=TOKEN' })],
  ['in the body', { ...withHeaders(), body: JSON.stringify({ query, access_token: 'TOKEN' }) }],
  ['in another header', withHeaders({ 'x-access-token': 'TOKEN', 'proxy-authorization': 'Bearer TOKEN' })],
  ['in two headers', withHeaders({ authorization: ['Bearer TOKEN', 'Bearer TOKEN'] })],
  ['in two headers of which one is empty', withHeaders({ authorization: ['', 'Bearer TOKEN'] })],
  ['twice in one header', withHeaders({ authorization: 'Bearer TOKEN,TOKEN' })],
  ['with a space inside', withHeaders({ authorization: 'Bearer TO KEN' })],
  ['under another scheme', withHeaders({ authorization: 'DPoP TOKEN' })],
] satisfies [string, RawRequest][])('A21: a good token %s is no token', async (_, request) => {
  const filled = JSON.parse(JSON.stringify(request).replaceAll('TOKEN', gateway.token)) as RawRequest;
  expectRefused(await send(filled));
});

it('G06: while an issuer changes its keys, readers with tokens of the old key and of the new are all served', async () => {
  const changing = await startLoneGateway();
  onTestFinished(() => changing.stop());
  const { issuers } = changing;
  const tokens = [await issuers.sign('EST')];
  const statuses: number[] = [];
  const over = new AbortController();
  const reading = Array.from({ length: 8 }, async () => {
    while (!over.signal.aborted) {
      for (const token of tokens) {
        statuses.push((await sendRaw(changing.url, operation(token, '{ nations { code } }'))).status);
      }
    }
  });
  for (let time = 0; time < 2; time++) {
    const before = statuses.length;
    await expect.poll(() => statuses.length - before).toBeGreaterThan(20);
    await issuers.rotate('EST', 'beside');
    tokens.push(await issuers.sign('EST'));
  }
  const before = statuses.length;
  await expect.poll(() => statuses.length - before).toBeGreaterThan(100);
  over.abort();
  await Promise.all(reading);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(issuers.requests.get('/EST/jwks')).toBe(3);
});

it('A22: a token of 64 kB and a header of a megabyte are refused before anything looks at them', async () => {
  for (const length of [20_000, 65_536, 1_048_576]) {
    const { status, text } = await send(operation('x'.repeat(length), query)).catch(() => ({ status: 431, text: '' }));
    expect([401, 431]).toContain(status);
    expect(text.length).toBeLessThan(200);
  }
});

it('A15: forgeries cost next to nothing to refuse', async () => {
  const tokens = await Promise.all(forgeries.map(async ({ make }) => make(gateway.issuers)));
  await Promise.all(tokens.map((token) => send(operation(token, query)).catch(() => null)));
  const before = process.cpuUsage();
  for (const token of tokens) await send(operation(token, query)).catch(() => null);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000 / tokens.length).toBeLessThan(100);
});

it('A27: what the gateway signs for nations opens nothing at the gateway', async () => {
  const token = await gateway.issuers.sign('EST', { header: { typ: 'passport+jwt' } });
  expectRefused(await send(operation(token, query)));
});

it('E02: garbage of a megabyte without a token is refused without being read', async () => {
  const { status, text } = await send({
    headers: { 'content-type': 'application/json' },
    body: '{'.repeat(1_000_000),
  }).catch(() => ({ status: 401, text: refusal }));
  expect([status, text]).toEqual([401, refusal]);
});
