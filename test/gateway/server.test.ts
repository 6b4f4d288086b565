import { appendFile, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { operation } from '../attacks/sendRaw.ts';
import { startLoneGateway } from '../attacks/startLoneGateway.ts';
import { startNation } from './nations/startNation.ts';
import { startWholeGateway } from './startWholeGateway.ts';

const anna = { nation: 'EST', level: 'NS', subject: 'anna', roles: ['ANALYST'] };
const officer = { nation: 'EST', level: 'NS', subject: 'otto', roles: ['SECURITY_OFFICER'] };

let url: string;
let ask: Awaited<ReturnType<typeof startWholeGateway>>['ask'];
let accessLog: string;
let stop: () => Promise<void>;
/** Milliseconds that the gateway's clock is ahead. */
let ahead = 0;

beforeAll(async () => {
  const whole = await startWholeGateway({ clock: () => Date.now() + ahead });
  ({ ask, accessLog, stop } = whole);
  url = whole.gateway.url;
}, 60_000);
afterAll(() => stop(), 30_000);

describe('the gateway, started as a whole', () => {
  it('is ready although no nation is up, and says which are', async () => {
    const response = await fetch(`${url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      ready: true,
      missing: [],
      nations: { EST: 'down', LVA: 'down' },
      organisations: {},
    });
  });

  it('answers a reader from the registry, and shows agreements only to those who may see them', async () => {
    const query = '{ viewer { nation { code } } agreements(between: ["EST", "LVA"]) { code label { banner } } }';
    const answer = await ask(anna, query);
    expect(answer).toMatchObject({ status: 200, json: { data: { viewer: { nation: { code: 'EST' } } } } });
    expect(JSON.stringify(answer.json)).toContain('"EST-LVA"');
    expect(JSON.stringify((await ask({ ...anna, nation: 'POL' }, query)).json)).not.toContain('"EST-LVA"');
  });

  it('answers a list of nations that are all down with coverage and HTTP 200', async () => {
    const answer = await ask(
      anna,
      '{ incidents(first: 3) { edges { node { id } } coverage { complete asked unavailable } } }',
    );
    expect(answer).toEqual({
      status: 200,
      json: {
        data: {
          incidents: { edges: [], coverage: { complete: false, asked: ['EST', 'LVA'], unavailable: ['EST', 'LVA'] } },
        },
      },
    });
  });

  it('shuts what is for security officers to everybody else', async () => {
    const query = '{ auditEvents { edges { node { recordId } } } }';
    expect((await ask(anna, query)).json).toMatchObject({
      data: { auditEvents: null },
      errors: [{ path: ['auditEvents'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
    });
    expect((await ask(officer, query)).json).toEqual({ data: { auditEvents: { edges: [] } } });
  });

  it('writes down every answer before it goes out, without the text of the operation', async () => {
    await ask(anna, '{ viewer { nation { name } } }');
    const lines = (await readFile(accessLog, 'utf8')).trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ readerNation: 'EST', outcome: 'PERMIT', owners: {} });
    expect(lines.join()).not.toMatch(/viewer|anna/);
  });

  it('lets a security officer walk through who read the records of their own nation', async () => {
    const record = (n: number) => `EST:i:${String(n).padStart(26, '0')}`;
    const access = {
      at: Date.now(),
      requestId: 'r',
      readerNation: 'LVA',
      operationHash: 'f'.repeat(64),
      outcome: 'PERMIT',
      policyVersion: 'p',
      owners: {
        EST: {
          pseudonym: 'someone',
          records: { 'NR REL TO EST ORIGINATOR EST CREATED 2026-01-01': [1, 2, 3].map(record) },
        },
      },
    };
    await appendFile(accessLog, `${JSON.stringify(access)}\n`);
    const query = `query ($after: String) { auditEvents(first: 2, after: $after) {
      edges { node { recordId readerNation label { banner } } } pageInfo { hasNextPage endCursor } } }`;
    type Page = {
      auditEvents: { edges: { node: { recordId: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const first = (await ask(officer, query)).json['data'] as Page;
    expect(first).toMatchObject({
      auditEvents: {
        edges: [{ node: { readerNation: 'LVA', label: { banner: 'NATO RESTRICTED REL TO EST' } } }, {}],
        pageInfo: { hasNextPage: true },
      },
    });
    const second = (await ask(officer, query, { after: first.auditEvents.pageInfo.endCursor })).json['data'] as Page;
    expect(second).toMatchObject({ auditEvents: { edges: [{}], pageInfo: { hasNextPage: false } } });
    const seen = [...first.auditEvents.edges, ...second.auditEvents.edges].map(({ node }) => node.recordId);
    expect(seen.toSorted()).toEqual([1, 2, 3].map(record));
  });

  it('releases nothing that it cannot write down', { timeout: 60_000 }, async () => {
    const full = await startWholeGateway({ accessLog: '/dev/full' });
    onTestFinished(() => full.stop());
    expect(await full.ask(anna, '{ viewer { nation { code } } }')).toEqual({
      status: 503,
      json: { errors: [{ message: expect.any(String) as string, extensions: { code: 'AUDIT_UNAVAILABLE' } }] },
    });
    expect((await fetch(`${full.gateway.url}/health/ready`)).status).toBe(503);
  });

  it('measures every request by its clock: a token that has run out is refused', async () => {
    expect((await ask(anna, '{ viewer { nation { code } } }')).status).toBe(200);
    ahead = 2 * 3_600_000;
    onTestFinished(() => {
      ahead = 0;
    });
    expect((await ask(anna, '{ viewer { nation { code } } }')).status).toBe(401);
  });

  it('asks a nation no more for a reader who has gone away', async () => {
    let asked = (): void => {};
    const began = new Promise<void>((resolve) => (asked = resolve));
    let cut = (): void => {};
    const ended = new Promise<void>((resolve) => (cut = resolve));
    const nation = await startNation((response) => {
      response.once('close', cut);
      asked();
    });
    onTestFinished(() => nation.stop());
    const lone = await startLoneGateway({ endpoints: { EST: nation.endpoint }, subgraphLimits: { deadline: 50_000 } });
    onTestFinished(() => lone.stop());
    const gone = new AbortController();
    const { headers, body } = operation(lone.token, '{ incidents { edges { node { id } } } }');
    const answer = fetch(`${lone.url}/graphql`, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: String(body),
      signal: gone.signal,
    });
    await began;
    gone.abort();
    await expect(answer).rejects.toThrow('aborted');
    await ended;
  });

  it('answers introspection', async () => {
    expect((await ask(anna, '{ __schema { queryType { name } } }')).json).toEqual({
      data: { __schema: { queryType: { name: 'Query' } } },
    });
  });
});
