import { onTestFinished, expect, describe, it } from 'vitest';
import { createSubgraphClient, type SubgraphFailure } from '../../../gateway/nations/SubgraphClient.ts';
import { readAnswer } from '../../../gateway/nations/readAnswer.ts';
import type { SubgraphLimits } from '../../../gateway/nations/SubgraphPort.ts';
import type { RequestContext } from '../../../gateway/RequestContext.ts';
import { hostileAnswers, secret } from './hostileAnswers.ts';
import { answerData, startNation } from './startNation.ts';

const request = { query: '{ record }', variables: {} };

const context = (signal = new AbortController().signal): RequestContext => ({
  reader: {
    issuer: 'https://idp.example/EST',
    subject: 'anna',
    nation: 'EST',
    nationality: 'EST',
    level: 'NS',
    nationalTerm: null,
    clearanceExpiresAt: Infinity,
    categories: [],
    roles: [],
    aal: 2,
    multiFactor: true,
    authenticatedAt: 0,
    tokenExpiresAt: Infinity,
  },
  requestId: 'request-1',
  now: 0,
  signal,
});

function clientOf(endpoints: Record<string, string>, limits: Partial<SubgraphLimits> = {}) {
  const failures: SubgraphFailure[] = [];
  let elapsed = 0;
  const client = createSubgraphClient({
    endpoints: new Map(Object.entries(endpoints)),
    read: readAnswer,
    passportFor: async (reader, nation) => `passport-of-${reader.subject}-for-${nation}`,
    elapsed: () => elapsed,
    log: (failure) => failures.push(failure),
    limits: { deadline: 300, ...limits },
  });
  onTestFinished(() => client.stop());
  return { client, failures, pass: (milliseconds: number) => (elapsed += milliseconds) };
}

async function nationThat(...answer: Parameters<typeof startNation>) {
  const nation = await startNation(...answer);
  onTestFinished(() => nation.stop());
  return nation;
}

describe('a nation that answers', () => {
  it('is asked by POST with the passport for it and the request id, and its data is handed on', async () => {
    const nation = await nationThat(answerData({ record: { id: 'x' } }));
    const { client, failures } = clientOf({ LVA: nation.endpoint });
    expect(await client.ask('LVA', request, context())).toEqual({ data: { record: { id: 'x' } } });
    expect(nation.received).toMatchObject([
      { method: 'POST', headers: { authorization: 'Bearer passport-of-anna-for-LVA', 'x-request-id': 'request-1' } },
    ]);
    expect(JSON.parse(nation.received[0]?.body ?? '')).toEqual(request);
    expect(failures).toEqual([]);
  });

  it('may say that a stronger sign-in would open one root field', async () => {
    const stepUp = { message: secret, path: ['record'], extensions: { code: 'STEP_UP_REQUIRED', requiredAal: 3 } };
    const nation = await nationThat((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ data: { record: null }, errors: [stepUp] })),
    );
    const { client } = clientOf({ LVA: nation.endpoint });
    const answer = await client.ask('LVA', request, context());
    expect(answer).toEqual({ data: { record: null }, stepUp: { path: 'record', requiredAal: 3 } });
    expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it('cannot plant a prototype', async () => {
    const nation = await nationThat((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"data":{"record":{"__proto__":{"level":"CTS"},"\\u005f_proto__":1,"constructor":{"prototype":2}}}}'),
    );
    const { client } = clientOf({ LVA: nation.endpoint });
    const answer = await client.ask('LVA', request, context());
    expect(JSON.stringify(answer)).toBe('{"data":{"record":{"constructor":{"prototype":2}}}}');
    expect(Object.hasOwn(Object.prototype, 'level')).toBe(false);
  });
});

describe('a hostile nation', () => {
  it.each(hostileAnswers)('that answers $what is $expected, and its words go no further than the log', async (row) => {
    const nation = await nationThat(row.answer);
    const { client, failures } = clientOf({ LVA: nation.endpoint });
    const answer = await client.ask('LVA', request, context());
    expect(answer).toEqual({ unavailable: row.expected });
    expect(failures).toMatchObject([{ owner: 'LVA', requestId: 'request-1', unavailable: row.expected }]);
  });

  it('that is not there is unreachable', async () => {
    const nation = await startNation(answerData({}));
    await nation.stop();
    const { client } = clientOf({ LVA: nation.endpoint });
    expect(await client.ask('LVA', request, context())).toEqual({ unavailable: 'unreachable' });
    expect(await client.state('LVA')).toBe('DOWN');
  });

  it('without an endpoint is asked nothing', async () => {
    const { client } = clientOf({});
    expect(await client.ask('LVA', request, context())).toEqual({ unavailable: 'noEndpoint' });
  });
});

describe('the breaker of a nation', () => {
  it('opens after failures in a row, lets one request through each cooldown, and closes when that succeeds', async () => {
    let works = false;
    const nation = await nationThat((response) => (works ? answerData({ record: 1 })(response) : response.destroy()));
    const { client, pass } = clientOf({ LVA: nation.endpoint }, { breaker: { failures: 3, cooldown: 1000 } });
    const ask = () => client.ask('LVA', request, context());
    for (let n = 0; n < 3; n++) expect(await ask()).toEqual({ unavailable: 'unreachable' });
    expect(await ask()).toEqual({ unavailable: 'breakerOpen' });
    expect(nation.received).toHaveLength(3);
    pass(1000);
    expect(await ask()).toEqual({ unavailable: 'unreachable' });
    expect(await ask()).toEqual({ unavailable: 'breakerOpen' });
    works = true;
    pass(1000);
    expect(await ask()).toEqual({ data: { record: 1 } });
    expect(await ask()).toEqual({ data: { record: 1 } });
  });

  it('does not open for errors in answers: one operation that fails shuts nobody else out', async () => {
    const nation = await nationThat((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"errors":[{"message":"x"}]}'),
    );
    const { client } = clientOf({ LVA: nation.endpoint }, { breaker: { failures: 2, cooldown: 1000 } });
    for (let n = 0; n < 5; n++) expect(await client.ask('LVA', request, context())).toEqual({ unavailable: 'errors' });
    expect(nation.received).toHaveLength(5);
  });

  it.each([
    [400, 'refused'],
    [500, 'failed'],
  ])('does not open for HTTP %i, which may be the fault of one operation', async (status, unavailable) => {
    const nation = await nationThat((response) => response.writeHead(status).end());
    const { client } = clientOf({ LVA: nation.endpoint }, { breaker: { failures: 2, cooldown: 1000 } });
    for (let n = 0; n < 5; n++) expect(await client.ask('LVA', request, context())).toEqual({ unavailable });
    expect(nation.received).toHaveLength(5);
  });

  it('is not kept shut by HTTP 500 between other failures', async () => {
    let answers = 0;
    const nation = await nationThat((response) =>
      answers++ % 2 === 0 ? response.destroy() : response.writeHead(500).end(),
    );
    const { client } = clientOf({ LVA: nation.endpoint }, { breaker: { failures: 2, cooldown: 1000 } });
    for (let n = 0; n < 3; n++) await client.ask('LVA', request, context());
    expect(await client.ask('LVA', request, context())).toEqual({ unavailable: 'breakerOpen' });
  });

  it('opens for what proxies answer in place of a nation', async () => {
    const nation = await nationThat((response) => response.writeHead(503).end());
    const { client } = clientOf({ LVA: nation.endpoint }, { breaker: { failures: 2, cooldown: 1000 } });
    const ask = () => client.ask('LVA', request, context());
    for (let n = 0; n < 2; n++) expect(await ask()).toEqual({ unavailable: 'status' });
    expect(await ask()).toEqual({ unavailable: 'breakerOpen' });
  });

  it('does not open for readers who go away', async () => {
    const nation = await nationThat(() => {});
    const { client } = clientOf({ LVA: nation.endpoint }, { breaker: { failures: 1, cooldown: 1000 } });
    for (let n = 0; n < 2; n++) {
      const signal = AbortSignal.timeout(30);
      expect(await client.ask('LVA', request, context(signal))).toEqual({ unavailable: 'aborted' });
    }
    expect(nation.received).toHaveLength(2);
  });
});

it('bounds the requests under way to one nation, and no other nation waits for it', async () => {
  const slow = await nationThat(() => {});
  const quick = await nationThat(answerData({ record: 1 }));
  const { client } = clientOf({ LVA: slow.endpoint, POL: quick.endpoint }, { inFlight: 2 });
  const waiting = [client.ask('LVA', request, context()), client.ask('LVA', request, context())];
  await new Promise((resolve) => setImmediate(resolve));
  expect(await client.ask('LVA', request, context())).toEqual({ unavailable: 'overloaded' });
  expect(await client.ask('POL', request, context())).toEqual({ data: { record: 1 } });
  expect(await Promise.all(waiting)).toEqual([{ unavailable: 'timeout' }, { unavailable: 'timeout' }]);
});

it('knows the nations that have an endpoint, and no others', async () => {
  const nation = await nationThat(answerData({ at: 1 }));
  const { client } = clientOf({ LVA: nation.endpoint });
  expect([await client.state('LVA'), await client.state('POL')]).toEqual(['UP', 'DOWN']);
  expect(await client.ask('POL', request, context())).toEqual({ unavailable: 'noEndpoint' });
});
