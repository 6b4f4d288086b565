// What a reader with a good token may send to wear the gateway down (section 1.4 of the list of attacks).
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bombs, heaviest } from './operations.ts';
import { operation, sendRaw, type RawAnswer } from './sendRaw.ts';
import { startLoneGateway, type LoneGateway } from './startLoneGateway.ts';

let gateway: LoneGateway;
beforeAll(async () => {
  const endpoints = Object.fromEntries(['EST', 'LVA', 'POL'].map((code) => [code, `http://127.0.0.1:9/${code}`]));
  gateway = await startLoneGateway({ endpoints });
});
afterAll(() => gateway.stop());

const ask = (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<RawAnswer> =>
  sendRaw(gateway.url, operation(gateway.token, query, variables));
const ordinary = '{ nations { code } }';
const extensionsOf = ({ text }: RawAnswer): unknown =>
  (JSON.parse(text) as { errors?: readonly { extensions: unknown }[] }).errors?.map(({ extensions }) => extensions);

/** Milliseconds of processor time. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Milliseconds. What is asked of the gateway is 50, on a machine that does nothing else; a test can only tell what noise
 * cannot explain.
 */
const beyondNoise = 500;

/** Ten thousand connections, or as many as this process may have both ends of. */
const howMany = Math.min(10_000, Math.floor((filesOpenAtOnce() - 1_000) / 2 / 100) * 100);

function filesOpenAtOnce(): number {
  const { userLimits } = process.report.getReport() as { userLimits: { open_files: { soft: number | 'unlimited' } } };
  return Number(userLimits.open_files.soft) || Infinity;
}

/** The least of a few measurements: whatever else this machine does, it is not in all of them. */
async function least(times: number, measure: () => Promise<number>): Promise<number> {
  let result = Infinity;
  for (let time = 0; time < times; time++) result = Math.min(result, await measure());
  return result;
}

describe('an operation beyond the limits is refused by the name of the limit, before it costs anything to speak of', () => {
  it.each(bombs)('$id: $title', async ({ make, refused }) => {
    const query = make();
    const answer = await ask(query);
    expect([answer.status, extensionsOf(answer)]).toEqual([400, [refused]]);
    expect(answer.text.length).toBeLessThan(500);
    expect(await least(3, () => cpuOf(() => ask(query)))).toBeLessThan(beyondNoise);
  });
});

describe('D15: a page of a size that is none', () => {
  it.each([1_000_000, -1, 101, 2_147_483_648, 1.5, 'all', [1], {}])(
    'is refused alike in text and variable: %j',
    async (first) => {
      const byVariable = await ask('query ($first: Int!) { incidents(first: $first) { edges { cursor } } }', { first });
      expect(byVariable.status).toBe(400);
      expect(byVariable.text).toMatch(/"code":"BAD_USER_INPUT"/);
      const byText = await ask(`{ incidents(first: ${JSON.stringify(first)}) { edges { cursor } } }`);
      expect(byText.status).toBe(400);
    },
  );
});

describe('a body that is too large or not plain', () => {
  const headers = (more: object = {}) => ({ ...operation(gateway.token, '').headers, ...more });

  it('D11: 900 kB in a variable, and 45 MB, are cut off', async () => {
    for (const length of [900_000, 45_000_000]) {
      const body = JSON.stringify({ query: ordinary, variables: { text: 'x'.repeat(length) } });
      // A server that has refused may hang up on a client that goes on sending.
      const cut = { status: 413, text: '"limit":"body"' };
      const answer = await sendRaw(gateway.url, { headers: headers(), body }).catch(() => cut);
      expect([answer.status, answer.text.includes('"limit":"body"')]).toEqual([413, true]);
    }
    expect(await ask(ordinary)).toMatchObject({ status: 200 });
  });

  it('D12: a body that would unfold is not unfolded', async () => {
    const body = gzipSync(JSON.stringify({ query: ordinary, pad: 'x'.repeat(6e7) }));
    const answer = await sendRaw(gateway.url, { headers: headers({ 'content-encoding': 'gzip' }), body });
    expect(answer.status).toBe(415);
  });

  it('D13: fifty operations in one body are none', async () => {
    const body = JSON.stringify(Array.from({ length: 50 }, () => ({ query: ordinary })));
    expect(await sendRaw(gateway.url, { headers: headers(), body })).toMatchObject({ status: 400 });
  });

  it('D17: a query by its hash alone, with a wrong hash or with none is refused, and nothing is kept', async () => {
    for (const persistedQuery of [{ version: 1, sha256Hash: 'a'.repeat(64) }, {}, null, 7]) {
      for (const query of [ordinary, undefined]) {
        const body = JSON.stringify({ query, extensions: { persistedQuery } });
        const answer = await sendRaw(gateway.url, { headers: headers(), body });
        expect([answer.status, extensionsOf(answer)]).toEqual([400, [{ code: 'BAD_REQUEST' }]]);
      }
    }
  });

  it('X08: variables sixty thousand levels deep are refused', async () => {
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
    const query = 'query ($where: IncidentFilter!) { incidents(where: $where) { edges { cursor } } }';
    const body = `{"query":${JSON.stringify(query)},"variables":{"where":${deep}}}`;
    const answer = await sendRaw(gateway.url, { headers: headers(), body });
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(2_000);
    expect(await ask(ordinary)).toMatchObject({ status: 200 });
  });
});

describe('D24: what the gateway does not speak', () => {
  it.each([
    ['@defer', '{ nations { code ... @defer { name } } }'],
    ['@stream', '{ nations @stream(initialCount: 1) { code } }'],
  ])('%s', async (_, query) => {
    expect(await ask(query)).toMatchObject({ status: 400 });
  });

  it('a WebSocket', async () => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'e30=',
    };
    expect(await sendRaw(gateway.url, { method: 'GET', headers })).toMatchObject({ status: 405 });
  });
});

it('D18, D19: a hundred connections that never end their headers, and as many that never end their body, are cut while others are served', async () => {
  const { port } = new URL(gateway.url);
  const head = `POST /graphql HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer ${gateway.token}\r\n`;
  const unfinished = [head, `${head}content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"query":`];
  const cut = unfinished.flatMap((text) =>
    Array.from({ length: 100 }, () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket
        .on('error', () => undefined)
        .resume()
        .write(text);
      return new Promise((resolve) => socket.once('close', resolve));
    }),
  );
  const other = operation(await gateway.issuers.sign('LVA', { claims: { sub: 'ilze' } }), ordinary);
  expect(await sendRaw(gateway.url, other)).toMatchObject({ status: 200 });
  await Promise.all(cut);
  expect(await ask(ordinary)).toMatchObject({ status: 200 });
}, 40_000);

it('D19b: ten thousand connections on which nothing is asked end, and others are served meanwhile', async () => {
  const { port } = new URL(gateway.url);
  let closed = 0;
  const open = async (): Promise<void> => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    socket.on('close', () => (closed += 1)).resume();
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  };
  for (let hundreds = 0; hundreds < howMany / 100; hundreds++) {
    await Promise.all(Array.from({ length: 100 }, open));
    expect(await ask(ordinary)).toMatchObject({ status: 200 });
  }
  await expect.poll(() => closed, { timeout: 60_000 }).toBe(howMany);
  expect(await ask(ordinary)).toMatchObject({ status: 200 });
}, 90_000);

describe('X03: the heaviest operations within the limits keep no ordinary reader waiting', () => {
  let round = 0;
  it.each(heaviest)('$title', async ({ make }) => {
    const stall = async (): Promise<number> => {
      const delays = monitorEventLoopDelay({ resolution: 1 });
      delays.enable();
      const answers: RawAnswer[] = [];
      for (let time = 0; time < 3; time++) {
        round += 1;
        const [heavy] = await Promise.all([ask(make(round)), ask(ordinary)]);
        answers.push(heavy);
      }
      delays.disable();
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      return delays.max / 1e6;
    };
    expect(await least(5, stall)).toBeLessThan(beyondNoise);
  });
});
