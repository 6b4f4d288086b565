import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayPrivateKey, noon, passport, reader, TestNation } from './support/TestNation.ts';
import type { PassportChanges } from './support/TestNation.ts';
import { testDatabases } from './support/testDatabases.ts';
import type { TestDatabase } from './support/testDatabases.ts';
import { incident, open } from './support/testRecords.ts';

const latvian = reader('LVA', 'NS');
const query = '{ incidents { edges { node { id } } } _service { sdl } }';
const stranger = await generateKeyPair('EdDSA');
const curve = await generateKeyPair('ES256');
const refused = {
  status: 401,
  body: { errors: [{ message: 'a valid passport is required', extensions: { code: 'UNAUTHENTICATED' } }] },
};

const forgeries: readonly (readonly [string, PassportChanges])[] = [
  ['for another nation', { claims: { aud: 'LVA' } }],
  ['that has run out', { claims: { iat: noon / 1000 - 120, exp: noon / 1000 - 60 } }],
  ['that lasts too long', { claims: { exp: noon / 1000 + 3600 } }],
  ['of tomorrow', { claims: { iat: noon / 1000 + 86_400, exp: noon / 1000 + 86_460 } }],
  ['of another version of the registry', { claims: { registry: 'another' } }],
  ['of another type', { typ: 'at+jwt' }],
  ['signed by a stranger', { key: stranger.privateKey }],
  ['signed by another algorithm', { key: curve.privateKey, alg: 'ES256' }],
  [
    'with a level that does not exist',
    { claims: { clearance: { ...latvian, levels: { ...latvian.levels, INCIDENTS: 'XX' } } } },
  ],
  ['without a clearance', { claims: { clearance: undefined } }],
  ['with a claim that nobody knows', { claims: { admin: true } }],
];

describe('passports', () => {
  let database: TestDatabase;
  let nation: TestNation;

  beforeAll(async () => {
    database = await testDatabases[0].open();
    nation = await TestNation.start(database);
    await nation.put(incident(1, { label: open }));
  });

  afterAll(async () => {
    await nation.stop();
    await database.close();
  });

  it('a reader with the gateway’s passport is answered', async () => {
    const reply = await nation.post(await passport(latvian, noon), { query });
    expect(reply.status).toBe(200);
    expect(reply.body.data).toMatchObject({ incidents: { edges: [{}] } });
    expect(JSON.stringify(reply.body.data)).toContain('type Incident');
  });

  it.each(forgeries)('a passport %s is refused', async (_name, changes) => {
    expect(await nation.post(await passport(latvian, noon, changes), { query })).toEqual(refused);
  });

  it('a request without a passport is refused, whatever its body', async () => {
    expect(await nation.post(null, { query })).toEqual(refused);
    expect(await nation.post(null, 'not json')).toEqual(refused);
    expect(await nation.post('a.b.c', { query: '{ _service { sdl } }' })).toEqual(refused);
    const [header, claims] = (await passport(latvian, noon)).split('.');
    expect(await nation.post(`${header}.${claims}.`, { query })).toEqual(refused);
  });

  it('the reason is in the nation’s own log and nowhere else', () => {
    expect(nation.log.filter((line) => line.startsWith('passport refused')).length).toBeGreaterThan(5);
    expect(nation.log.join()).toContain('another version of the registry');
  });

  it('keys are read from where the gateway publishes them', async () => {
    const keys = { keys: [{ ...(await exportJWK(stranger.publicKey)), kid: 'gateway', alg: 'EdDSA' }] };
    const publisher = createServer((_request, response) => response.end(JSON.stringify(keys)));
    await new Promise<void>((resolve) => publisher.listen(0, '127.0.0.1', resolve));
    const { port } = publisher.address() as AddressInfo;
    const trusting = await TestNation.start(database, { gatewayKeys: new URL(`http://127.0.0.1:${port}/jwks`) });
    const reply = await trusting.post(await passport(latvian, noon, { key: stranger.privateKey }), { query });
    expect(reply.status).toBe(200);
    expect(await trusting.post(await passport(latvian, noon, { key: gatewayPrivateKey }), { query })).toEqual(refused);
    await trusting.stop();
    publisher.close();
  });
});

describe('what a nation refuses', () => {
  let database: TestDatabase;
  let nation: TestNation;

  beforeAll(async () => {
    database = await testDatabases[0].open();
    nation = await TestNation.start(database);
  });

  afterAll(async () => {
    await nation.stop();
    await database.close();
  });

  const codeOf = async (body: unknown): Promise<[number, unknown, string | undefined]> => {
    const reply = await nation.post(await passport(latvian, noon), body);
    return [reply.status, reply.body.errors?.[0]?.extensions['code'], reply.body.errors?.[0]?.message];
  };
  const invalid = [400, 'GRAPHQL_VALIDATION_FAILED', 'the operation does not fit the contract'];
  const unreadable = [400, 'BAD_REQUEST', 'the request is not a graphql request'];

  it('unknown fields, introspection, writes and broken documents, without a hint', async () => {
    expect(await codeOf({ query: '{ incidets { edges { cursor } } }' })).toEqual(invalid);
    expect(await codeOf({ query: '{ __schema { types { name } } }' })).toEqual(invalid);
    expect(await codeOf({ query: 'mutation { reportIncident(input: {}) { problems { code } } }' })).toEqual(invalid);
    expect(await codeOf({ query: '{' })).toEqual(invalid);
    expect(await codeOf({ query: `{ ${'a '.repeat(30_000)} }` })).toEqual(invalid);
  });

  it('what is no request', async () => {
    expect(await codeOf('not json')).toEqual(unreadable);
    expect(await codeOf([{ query }])).toEqual(unreadable);
    expect(await codeOf({ query: 1 })).toEqual(unreadable);
    const tooLarge = await nation.post(await passport(latvian, noon), {
      query,
      variables: { a: 'x'.repeat(1_100_000) },
    });
    expect([tooLarge.status, tooLarge.body.errors?.[0]?.message]).toEqual([
      413,
      'the request is not a graphql request',
    ]);
    const get = await fetch(`${nation.running.url}?query={incidents{edges{cursor}}}`);
    expect([get.status, await get.json()]).toEqual([
      404,
      { errors: [{ message: unreadable[2], extensions: { code: 'BAD_REQUEST' } }] },
    ]);
  });

  it('values that do not fit', async () => {
    const variables = { where: { status: ['NO_SUCH'] } };
    const where = 'query($where: IncidentFilter!) { incidents(where: $where) { edges { cursor } } }';
    expect(await codeOf({ query: where, variables })).toEqual([
      400,
      'BAD_USER_INPUT',
      'the request holds a value that the contract does not allow',
    ]);
    const yesterday = { where: { updated: { from: 'yesterday' } } };
    expect((await codeOf({ query: where, variables: yesterday }))[1]).toBe('BAD_USER_INPUT');
  });

  it('health tells whose it is and nothing else', async () => {
    const response = await fetch(new URL('/health', nation.running.url));
    expect(await response.json()).toEqual({ nation: 'EST', status: 'ok' });
  });
});
