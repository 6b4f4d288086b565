// Ways to learn by alerts what answers do not tell (section V of the list of attacks, S17), against whole alliances.
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { formatEventPosition } from '../../schema/feed/EventPosition.ts';
import type { AlertReader } from '../support/alliance/AlertReader.ts';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { labelOf, ownedBy } from '../support/alliance/ownedBy.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { exercise, id, incident, inject, team } from '../subgraphs/support/testRecords.ts';
import { sendRaw, type RawRequest } from './sendRaw.ts';

const low: AllianceReader = { nation: 'LVA', level: 'NR', subject: 'low' };
const names =
  'subscription ($after: String) { incidentAlerts(minSeverity: null, after: $after) { cursor incident { name } } }';

let alliance: TestAlliance;
let number = 0;
/** Secrets between Estonia and Latvia rest on it. It ends on the next morning. */
const pact = {
  id: `ALLIANCE:g:${'0'.repeat(26)}`,
  code: 'PACT',
  title: 'Exchange of secrets',
  kind: 'BILATERAL' as const,
  parties: ['EST', 'LVA'],
  ceiling: 'NS' as const,
  covers: ['INCIDENTS' as const],
  from: '2026-01-01T00:00:00.000Z',
  until: '2026-06-04T00:00:00.000Z',
  marking: 'NU REL TO NATO ORIGINATOR EST CREATED 2025-01-01',
};
beforeAll(async () => {
  alliance = await startTestAlliance({
    records: {
      EST: [exercise(1), team(1, id('e', 1)), inject(1, id('e', 1), { teams: [id('m', 1)] })],
      LVA: [],
      POL: [],
    },
    registry: (value) => ({
      ...value,
      agreements: [...value.agreements.map((agreement) => ({ ...agreement, ceiling: 'NR' as const })), pact],
    }),
    streams: { reader: 64 },
  });
  await alliance.as(low).ask(`{ incident(id: "${id('i', 1)}") { id } }`);
});
afterAll(() => alliance.stop());
beforeEach(() => {
  number += 10;
  alliance.clock.set(alliance.clock.now() + 10_000);
});

const follow = async (reader: AllianceReader, query = names, variables = {}): Promise<AlertReader> => {
  const stream = await alliance.as(reader).subscribe(query, variables);
  onTestFinished(() => stream.leave());
  expect([stream.status, stream.refusal]).toEqual([200, null]);
  return stream;
};
const report = (name: string, label = labelOf('EST'), offset = 0) =>
  alliance.nation('EST').put([incident(number + offset, { label, name })]);
const namesIn = (stream: AlertReader) => stream.alerts.map((alert) => (alert['incident'] as { name: string }).name);
const ended = async (stream: AlertReader): Promise<void> => {
  await stream.until(() => stream.ended);
  expect(stream.messages.at(-1)).toEqual({ event: 'complete', data: null });
};

describe('S17: a stream does not outlive what its reader may see', () => {
  it('S17: it ends with the token', async () => {
    const stream = await follow(low);
    alliance.clock.set(alliance.clock.now() + 900_000);
    await ended(stream);
    await report('after the token');
    expect(namesIn(stream)).toEqual([]);
  });

  it('S17: it ends with the clearance, and whoever resumes then is a reader without one', async () => {
    const reader = { ...low, clearedUntil: alliance.clock.now() + 60_000 };
    const stream = await follow(reader);
    await report('in time');
    const [first] = await stream.first(1);
    alliance.clock.set(alliance.clock.now() + 60_000);
    await report('late', labelOf('EST'), 1);
    await report('open', labelOf('EST', 'NU'), 2);
    await ended(stream);
    expect(namesIn(stream).filter((name) => name === 'late')).toEqual([]);
    const resumed = await follow(reader, names, { after: first?.['cursor'] });
    await resumed.first(1);
    expect(namesIn(resumed)).toEqual(['open']);
  });

  it('S17: it ends with an agreement, and the same token is not told any more of what rested on it', async () => {
    alliance.clock.set(Date.parse(pact.until) - 60_000);
    const reader = { ...low, level: 'NS' };
    const stream = await follow(reader);
    const token = await alliance.token(reader);
    await report('shared', labelOf('EST', 'NS', ['LVA']));
    const [first] = await stream.first(1);
    alliance.clock.set(Date.parse(pact.until));
    await report('not shared', labelOf('EST', 'NS', ['LVA']), 1);
    await report('marker', labelOf('EST', 'NU'), 2);
    await ended(stream);
    expect(namesIn(stream).filter((name) => name === 'not shared')).toEqual([]);
    const resumed = await alliance.withToken(token).subscribe(names, { after: first?.['cursor'] });
    onTestFinished(() => resumed.leave());
    await resumed.first(1);
    expect(namesIn(resumed)).toEqual(['marker']);
  });

  it('S17: what is raised while its alert is being answered is not in it', async () => {
    const stream = await follow(low);
    const [isAsked, mayAnswer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    alliance.nation('EST').answer(async (_, forward) => {
      isAsked.resolve();
      await mayAnswer.promise;
      return { body: await forward() };
    });
    onTestFinished(() => alliance.nation('EST').answer(null));
    await report('recalled');
    await isAsked.promise;
    await report('recalled', labelOf('EST', 'NS'));
    mayAnswer.resolve();
    await report('marker', labelOf('EST'), 1);
    await stream.first(1);
    expect(namesIn(stream)).toEqual(['marker']);
  });
});

it('V01: a shut field of an alert stays shut, and no nation is asked for it', async () => {
  const query = `subscription { exerciseInjects(exercise: "${id('e', 1)}", team: "${id('m', 1)}") {
    a: inject { id ...F } } } fragment F on Inject { b: expectedReaction }`;
  const stream = await follow(low, query);
  const played = { teams: [id('m', 1)], expectedReaction: 'CANARY', releasedAt: '2026-06-03T12:00:00.000Z' };
  alliance.forget();
  await alliance.nation('EST').put([inject(1, id('e', 1), played)]);
  await stream.first(1);
  expect(stream.messages).toEqual([
    {
      event: 'next',
      data: {
        data: { exerciseInjects: { a: { id: id('j', 1), b: null } } },
        errors: [
          expect.objectContaining({
            path: ['exerciseInjects', 'a', 'b'],
            extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
          }),
        ],
      },
    },
  ]);
  expect(JSON.stringify(alliance.requests())).not.toContain('expectedReaction');
});

it('V02: changes of hidden records, however many, leave no trace in a stream: the next frame is as if there were none', async () => {
  const [beside, alone] = [await follow(low), await follow({ ...low, subject: 'other' })];
  const secrets = Array.from({ length: 200 }, (_, at) =>
    incident(number * 1_000 + at, { label: labelOf('EST', 'NS') }),
  );
  await alliance.nation('EST').put(secrets);
  await alliance.nation('EST').put(secrets.map((secret) => ({ ...secret, name: 'changed' })));
  await report('seen');
  await Promise.all([beside.first(1), alone.first(1)]);
  const bodies = [beside, alone].map(({ messages }) => messages.map(({ event }) => event));
  expect(bodies).toEqual([['next'], ['next']]);
  const cursors = [beside, alone].map(({ alerts }) => String(alerts[0]?.['cursor']).length);
  expect(new Set(cursors).size).toBe(1);
});

describe('D24: the door of alerts speaks nothing else', () => {
  const headers = async (): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await alliance.token(low)}`,
    'content-type': 'application/json',
    accept: 'text/event-stream',
  });
  const knock = async (request: RawRequest) =>
    sendRaw(alliance.url, {
      path: '/graphql/stream',
      ...request,
      headers: { ...(await headers()), ...request.headers },
    });
  const body = JSON.stringify({ query: names });

  it.each([
    ['GET', 405],
    ['PUT', 405],
    ['DELETE', 405],
  ])('D24: %s, with which a stream for many operations begins', async (method, status) => {
    expect(await knock({ method, headers: { 'x-graphql-event-stream-token': 'x' } })).toMatchObject({ status });
  });

  it.each([
    ['a query', { query: '{ nations { code } }' }],
    ['a mutation', { query: 'mutation { acknowledgeIncident(input: { incident: "EST:i:1" }) { problems { code } } }' }],
    ['two subscriptions', { query: 'subscription { a: incidentAlerts { at } b: incidentAlerts { at } }' }],
    ['@defer', { query: 'subscription { incidentAlerts { ... @defer { at } } }' }],
    ['@stream', { query: 'subscription { incidentAlerts { incident { sectors @stream } } }' }],
    ['introspection', { query: 'subscription { __schema { types { name } } }' }],
    ['a batch', [{ query: names }]],
    ['a stored query', { extensions: { persistedQuery: { version: 1, sha256Hash: '0' } } }],
  ])('D24: %s', async (_, sent) => {
    const { status, text } = await knock({ body: JSON.stringify(sent) });
    expect(status).toBe(400);
    expect(JSON.parse(text)).not.toHaveProperty('data');
  });

  it('D24: a WebSocket', async () => {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    expect(await knock({ method: 'GET', headers: upgrade })).toMatchObject({ status: 405 });
  });

  it('D24: another kind of answer, or of body', async () => {
    expect(await knock({ body, headers: { accept: 'multipart/mixed' } })).toMatchObject({ status: 406 });
    expect(await knock({ body, headers: { 'content-type': 'text/plain' } })).toMatchObject({ status: 415 });
  });

  it('D24: a token at the wrong place opens nothing', async () => {
    const token = await alliance.token(low);
    const elsewhere = { path: `/graphql/stream?token=${token}`, headers: { authorization: '' }, body };
    expect(await knock(elsewhere)).toMatchObject({ status: 401 });
  });
});

it('V07: a nation that sends what it likes reaches nobody with it, and holds up nobody else', async () => {
  const hostile = await startTestAlliance({
    records: { EST: [], LVA: [], POL: [] },
    nations: ['EST', 'LVA', 'POL'],
  });
  onTestFinished(() => hostile.stop());
  const at = hostile.clock.now();
  let turn = 0;
  const event = (record: string, changes: object = {}): string => {
    turn += 1;
    const told = {
      position: formatEventPosition({ at, turn, id: record }),
      topic: 'Incident',
      id: record,
      change: 'inserted',
      fields: [],
      before: null,
      after: { marking: labelOf('POL', 'NU'), recorded: [] },
      names: {},
      ...changes,
    };
    return `id: ${told.position}\ndata: ${JSON.stringify(told)}\n\n`;
  };
  const poland = (each: number) => id('i', each, 'POL');
  await hostile.nation('EST').put([incident(1, { label: labelOf('EST'), name: 'Estonian' })]);
  await hostile
    .nation('POL')
    .put([
      ownedBy('POL', incident(1, { name: 'CANARY' }), labelOf('POL', 'NS', [])),
      ownedBy('POL', incident(2, { name: 'Polish' })),
    ]);
  const send = hostile
    .nation('POL')
    .feed(`event: begin\nid: ${formatEventPosition({ at, turn: 0, id: '~' })}\ndata:\n\n`);
  const stream = await hostile.as(low).subscribe(names);
  onTestFinished(() => stream.leave());
  send(
    [
      event(id('i', 1)),
      event(poland(1)),
      event(poland(3)),
      event(poland(2), { name: 'CANARY' }),
      event(poland(2), { topic: 'Nothing' }),
      event(poland(2), { topic: 'Query' }),
      event(poland(2), { change: 'CANARY' }),
      event(poland(2), { after: { marking: 'CANARY', recorded: [] } }),
      event(poland(2), { topic: '__proto__' }),
      'event: CANARY\ndata: CANARY\n\n',
      'data: {"__proto__":{"isFlat":true}}\n\n',
      event(poland(2)),
      `data: ${'x'.repeat(100_000)}\n\n`,
    ].join(''),
  );
  await hostile.nation('EST').put([incident(2, { label: labelOf('EST'), name: 'marker' })]);
  await stream.until(() => namesIn(stream).includes('marker') && namesIn(stream).includes('Polish'));
  expect(JSON.stringify(stream.messages)).not.toContain('CANARY');
  expect(namesIn(stream).toSorted()).toEqual(['Polish', 'marker']);
  expect(hostile.log.join('')).toContain('an event of another nation');
  expect(hostile.log.join('')).toContain('an event is too long');
});
