// Ways around a decision (sections B, S, D, R of the list of attacks), against a whole alliance.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { labelOf, ownedBy } from '../support/alliance/ownedBy.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { id, incident, lesson } from '../subgraphs/support/testRecords.ts';
import { operation, sendRaw } from './sendRaw.ts';

const record = id('i', 1);
const low: AllianceReader = { nation: 'LVA', level: 'NR', subject: 'low' };
const high: AllianceReader = { nation: 'EST', level: 'NS', subject: 'high' };

const reached = new Set<string>();
const onSocket = (message: unknown): void => {
  const { socket } = message as { readonly socket: Socket };
  socket.once('connect', () => reached.add(socket.remoteAddress ?? ''));
};

let alliance: TestAlliance;
beforeAll(async () => {
  subscribe('net.client.socket', onSocket);
  const attribution = { actor: 'WINTER FOX', confidence: 80, statement: null, admiraltyCode: null };
  alliance = await startTestAlliance({
    records: {
      EST: [incident(1, { attribution }), lesson(1, { incidents: [record] })],
      LVA: [ownedBy('LVA', incident(1))],
      POL: [ownedBy('POL', incident(1)), ownedBy('POL', incident(2), labelOf('POL', 'NS', []))],
    },
  });
});
afterAll(async () => {
  unsubscribe('net.client.socket', onSocket);
  await alliance.stop();
});
beforeEach(() => alliance.forget());

const sent = (): string =>
  alliance
    .requests()
    .map(({ body }) => body)
    .join('\n');
const codesOf = (body: { readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[] }) => [
  ...new Set(body.errors?.map(({ extensions }) => extensions['code'])),
];

describe('a field above the reader stays shut however it is asked for, and no nation hears of it', () => {
  const who = 'attribution { actor }';
  it.each([
    ['S1: plainly', `{ incidents { edges { node { id ${who} } } } }`],
    [
      'B01, S2: under aliases from root to leaf',
      '{ a: incidents { b: edges { c: node { d: id e: attribution { f: actor } } } } }',
    ],
    ['B02, S3: in a fragment', `{ incidents { edges { node { ...F } } } } fragment F on Incident { id ${who} }`],
    [
      'S4: in fragments in fragments under conditions',
      `query ($yes: Boolean = true, $no: Boolean = false) { incidents { edges { node { ...F @include(if: $yes) } } } }
       fragment F on Incident { id ... @skip(if: $no) { ...G } } fragment G on Incident { attribution @include(if: $yes) { actor } }`,
    ],
    [
      'B03, S9: in a fragment on an interface',
      `{ incidents { edges { node { ... on Labelled { ... on Incident { id ${who} } } } } } }`,
    ],
    [
      'S12: in one of two fragments for the same response key',
      `{ incidents { edges { node { ... on Incident { x: name } ... on Incident { id ${who} } } } } }`,
    ],
    ['S13: by its type name alone', '{ incidents { edges { node { id attribution { __typename } } } } }'],
    ['S18: beside introspection', `{ __schema { queryType { name } } incidents { edges { node { id ${who} } } } }`],
    [
      'D11: twice with other arguments',
      `{ a: incidents(first: 1) { edges { node { id ${who} } } } b: incidents(first: 2) { edges { node { id ${who} } } } }`,
    ],
    [
      'B10: by way of a lesson and back',
      `{ lessons(first: 5) { edges { node { incidents { id lessons(first: 5) { edges { node { incidents { id ${who} } } } } } } } } }`,
    ],
    ['B04, S19: by a record and its key', `{ incident(id: "${record}") { id ${who} } }`],
  ])('%s', async (_, query) => {
    const { status, body, text } = await alliance.as(low).ask(query);
    expect([status, codesOf(body)]).toEqual([200, ['UNAUTHORIZED_FIELD_OR_TYPE']]);
    expect(text).not.toContain('WINTER FOX');
    expect(text).toContain(record);
    expect(sent()).not.toContain('attribution');
    const allowed = await alliance.as(high).ask(query);
    expect(codesOf(allowed.body)).toEqual([]);
    expect(allowed.text).toMatch(/WINTER FOX|"Attribution"/);
  });

  it('S5: in another operation of the same document, which then asks for nothing', async () => {
    const document = `query Mine { incidents { edges { node { id } } } } query Theirs { incidents { edges { node { id ${who} } } } }`;
    const token = await alliance.token(low);
    const body = JSON.stringify({ query: document, operationName: 'Mine' });
    const { headers = {} } = operation(token, '');
    const answer = await sendRaw(alliance.url, { headers, body });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('errors');
    expect(sent()).not.toContain('attribution');
  });

  it('B14, S14: and where nothing else is asked for, no nation is asked at all', async () => {
    for (const query of [
      '{ incidents(where: { attributedTo: "WINTER FOX" }) { edges { node { id } } } }',
      '{ situation(where: { attributedTo: "WINTER FOX" }) { byNation { key count } } }',
    ]) {
      const { body } = await alliance.as(low).ask(query);
      expect(codesOf(body)).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
    }
    expect(alliance.requests()).toEqual([]);
  });
});

describe('what a nation serves to the gateway, a reader cannot ask for', () => {
  it.each([
    ['B06: entities', '{ _entities(representations: [{ __typename: "Incident", id: "x" }]) { __typename } }'],
    ['B06: the SDL of a subgraph', '{ _service { sdl } }'],
    ['B06: any record by a global id', `{ node(id: "${record}") { id } }`],
    ['D3: markings', '{ incidents { edges { node { marking } } } }'],
    ['D3: counts by marking', '{ situation { counted { marking count } } }'],
    ['D3: a position', '{ incidents { edges { __gw_position: cursor } } }'],
  ])('%s', async (_, query) => {
    const { status, text } = await alliance.as(high).ask(query);
    expect(status).toBe(400);
    expect(text).not.toContain('REL TO');
    expect(alliance.requests()).toEqual([]);
  });

  it('B13: a subscription at the door for answers', async () => {
    const { status, body } = await alliance.as(high).ask('subscription { incidentAlerts { at } }');
    expect(status).toBe(400);
    expect(body).not.toHaveProperty('data');
    expect(alliance.requests()).toEqual([]);
  });
});

it('B15, R6, B12: what a client writes into headers changes nothing, travels nowhere and opens no other door', async () => {
  const token = await alliance.token(low);
  const request = operation(token, '{ viewer { nation { code } } incidents { edges { node { id name } } } }');
  const plain = await sendRaw(alliance.url, request);
  const spoofed = {
    'x-clearance': 'CTS',
    'x-nation': 'POL',
    'x-forwarded-for': '10.0.0.1',
    'x-forwarded-host': 'evil.example',
    'x-request-id': 'CANARY',
    forwarded: 'for=10.0.0.1',
    'x-http-method-override': 'GET',
    'apollographql-client-name': 'CANARY',
    'apollo-federation-include-trace': 'ftv1',
    'apollo-query-plan-experimental': '1',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    cookie: 'session=CANARY',
    accept: 'multipart/mixed; deferSpec=20220824, application/json',
  };
  alliance.forget();
  const answer = await sendRaw(alliance.url, { ...request, headers: { ...request.headers, ...spoofed } });
  expect([answer.status, answer.text]).toEqual([200, plain.text]);
  expect(answer.text).not.toContain('extensions');
  expect(alliance.requests().length).toBeGreaterThan(0);
  const travelled = JSON.stringify(alliance.requests());
  for (const word of ['CANARY', 'CTS\\"', 'evil.example', '10.0.0.1', 'ftv1', '0af7651916cd43dd'])
    expect(travelled).not.toContain(word);
});

describe('readers do not meet in anything that is kept', () => {
  const query = `query ($first: Int) { incidents(first: $first) { edges { cursor node { id name attribution { actor } } } pageInfo { endCursor } } }`;

  it('B22, R2: neither in the plan, whoever asked first', async () => {
    for (const [first, second] of [
      [low, high],
      [high, low],
    ] as const) {
      const fresh = query.replace('{ incidents', `{ a${first.subject}: incidents`);
      const one = await alliance.as(first).ask(fresh);
      const other = await alliance.as(second).ask(fresh);
      const [shut, open] = first === low ? [one, other] : [other, one];
      expect(codesOf(shut.body)).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
      expect(shut.text).not.toContain('WINTER FOX');
      expect(open.text).toContain('WINTER FOX');
    }
  });

  it('B20, R1: nor in four hundred answers, as many at once as two readers may ask, with other variables each', async () => {
    const asked = [low, high].flatMap((reader) => [1, 2, 3, 100].map((first) => ({ reader, first })));
    const token = new Map([
      [low, await alliance.token(low)],
      [high, await alliance.token(high)],
    ]);
    const ask = async ({ reader, first }: (typeof asked)[number]): Promise<string> =>
      (await alliance.withToken(token.get(reader) ?? '').ask(query, { first })).text;
    const alone = new Map<object, string>();
    for (const each of asked) alone.set(each, await ask(each));
    expect(new Set(alone.values()).size).toBeGreaterThan(4);
    const together: boolean[] = [];
    const four = asked.flatMap((each) => [each, each, each, each]);
    const lanes = four.map(async (_, lane) => {
      for (let time = 0; time < 13; time++) {
        const each = asked[(lane + time) % asked.length];
        if (each) together.push((await ask(each)) === alone.get(each));
      }
    });
    await Promise.all(lanes);
    expect(together).toHaveLength(416);
    expect(together.every(Boolean)).toBe(true);
  });

  it('X17: nor in conditions that stand in a variable', async () => {
    const conditional = `query ($deep: Boolean!) { incidents { edges { node { id attribution @include(if: $deep) { actor } } } } }`;
    for (const deep of [true, false, true]) {
      const { body, text } = await alliance.as(low).ask(conditional, { deep });
      expect(codesOf(body)).toEqual(deep ? ['UNAUTHORIZED_FIELD_OR_TYPE'] : []);
      expect(text.includes('"attribution":null')).toBe(deep);
    }
    expect((await alliance.as(high).ask(conditional, { deep: true })).text).toContain('WINTER FOX');
  });
});

it('G10: once a nation has raised a label, no request that starts later shows the record', async () => {
  const raised = ownedBy('POL', incident(9), labelOf('POL', 'CTS'));
  const lowered = ownedBy('POL', incident(9), labelOf('POL', 'NR'));
  const list = '{ incidents { edges { node { id } } } situation { byNation { key count } } }';
  for (let trial = 0; trial < 15; trial++) {
    await alliance.nation('POL').put([lowered]);
    expect((await alliance.as(high).ask(list)).text).toContain(raised.id);
    const under = Promise.all([alliance.as(high).ask(list), alliance.as(low).ask(list)]);
    await alliance.nation('POL').put([raised]);
    const later = await Promise.all([alliance.as(high).ask(list), alliance.as(low).ask(list)]);
    for (const { text } of later) expect(text).not.toContain(raised.id);
    await under;
  }
});

describe('C19: a mistake is not corrected with the help of the contract', () => {
  it.each([
    ['a field', '{ incidents { edges { node { atribution } } } }', {}],
    ['an argument', '{ incidents(wher: {}) { edges { cursor } } }', {}],
    ['an input field', '{ incidents(where: { atributedTo: "x" }) { edges { cursor } } }', {}],
    ['an enum value', '{ incidents(orderBy: UPDATED_DES) { edges { cursor } } }', {}],
    ['a type', '{ incidents { edges { node { ... on Incidnt { id } } } } }', {}],
    ['a directive', '{ incidents @inclde(if: true) { edges { cursor } } }', {}],
    [
      'an input field in a variable',
      'query ($w: IncidentFilter!) { incidents(where: $w) { edges { cursor } } }',
      { w: { atributedTo: 'x' } },
    ],
    [
      'an enum value in a variable',
      'query ($o: IncidentOrder!) { incidents(orderBy: $o) { edges { cursor } } }',
      { o: 'UPDATED_DES' },
    ],
  ])('%s', async (_, query, variables) => {
    const { status, text } = await alliance.as(low).ask(query, variables);
    expect(status).toBe(400);
    expect(text).not.toMatch(/did you mean|attribut(ion|edTo)|UPDATED_DESC|REPORTED|"Incident"|@include/i);
  });
});

describe('names that mean something to JavaScript are only names', () => {
  it.each([
    'constructor',
    'prototype',
    'then',
    'toString',
    'valueOf',
    'toJSON',
    'hasOwnProperty',
    'length',
    'get',
    'data',
    'errors',
  ])('R3: `%s` as an alias everywhere', async (name) => {
    const { status, body } = await alliance
      .as(high)
      .ask(`{ ${name}: incidents { ${name}: edges { ${name}: node { ${name}: id owner { ${name}: name } } } } }`);
    expect([status, body.errors]).toEqual([200, undefined]);
    expect(JSON.stringify(body.data)).toContain(`{"${name}":"${record}","owner":{"${name}":"Estonia"}}`);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'R3: `%s` as a variable or operation name',
    async (name) => {
      const answer = await alliance
        .as(high)
        .ask(
          `query ($${name}: ID!) { incident(id: $${name}) { name } }`,
          JSON.parse(`{ "${name}": "${record}" }`) as Record<string, unknown>,
        );
      const found = { status: 200, body: { data: { incident: { name: 'Incident 1' } } } };
      expect(answer).toMatchObject(name === '__proto__' ? { status: 400 } : found);
      const { headers = {} } = operation(await alliance.token(high), '');
      const body = JSON.stringify({ query: '{ nations { code } }', operationName: name });
      expect(await sendRaw(alliance.url, { headers, body })).toMatchObject({ status: 400 });
      expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(12);
    },
  );
});

it('G11, B12: after all this the gateway has written down neither tokens nor values, and an answer has no trace of its making', async () => {
  const token = await alliance.token(high);
  const { headers, text } = await alliance
    .withToken(token)
    .ask(`{ incident(id: "${record}") { name attribution { actor } } }`);
  expect(text).toContain('WINTER FOX');
  const log = alliance.log.join('\n');
  for (const word of [token, 'WINTER FOX', 'Incident 1', 'attributedTo', '<script>']) expect(log).not.toContain(word);
  for (const name of [
    'etag',
    'last-modified',
    'age',
    'x-powered-by',
    'server',
    'content-encoding',
    'set-cookie',
    'vary',
  ])
    expect(headers).not.toHaveProperty(name);
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
});

it('C15: an answer is not compressed, whatever the client accepts', async () => {
  const request = operation(await alliance.token(high), '{ incidents { edges { node { name } } } }');
  const answer = await sendRaw(alliance.url, {
    ...request,
    headers: { ...request.headers, 'accept-encoding': 'gzip, br' },
  });
  expect(answer.headers).not.toHaveProperty('content-encoding');
});

it('G13: nobody outside this machine was spoken to', () => {
  expect(process.env['APOLLO_TELEMETRY_DISABLED']).toBe('true');
  expect(reached.size).toBeGreaterThan(0);
  expect([...reached].filter((address) => !/^(127\.|::1$|::ffff:127\.)/.test(address))).toEqual([]);
});
