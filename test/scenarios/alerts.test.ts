import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { AlertReader } from '../support/alliance/AlertReader.ts';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { labelOf, ownedBy } from '../support/alliance/ownedBy.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { Writer } from '../writes/Writer.ts';
import { acknowledgement, id, incident } from '../subgraphs/support/testRecords.ts';

const latvian = { nation: 'LVA' };
const restricted = { nation: 'LVA', level: 'NR', subject: 'rita' };
const everything = `subscription ($after: String) { incidentAlerts(minSeverity: null, after: $after) {
  cursor kind at incident { id name description attribution { actor } owner { code } label { banner } } } }`;

let alliance: TestAlliance;
/** Records of each test are its own. */
let number = 0;
beforeAll(async () => {
  alliance = await startTestAlliance({ records: { EST: [], LVA: [], POL: [] }, streams: { patience: 500, reader: 3 } });
  await alliance.as(latvian).ask(`{ incident(id: "${id('i', 1)}") { id } }`);
});
afterAll(() => alliance.stop());
beforeEach(() => {
  number += 10;
  alliance.clock.set(alliance.clock.now() + 10_000);
});

const subscribe = async (reader: AllianceReader, query = everything, variables = {}): Promise<AlertReader> => {
  const stream = await alliance.as(reader).subscribe(query, variables);
  onTestFinished(() => stream.leave());
  expect(stream.status).toBe(200);
  return stream;
};
/** Sends the request, and reads nothing of the answer. */
const subscribeSlowly = async (reader: AllianceReader): Promise<Socket> => {
  const { hostname, port } = new URL(alliance.url);
  const body = JSON.stringify({ query: everything });
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.pause();
  socket.write(
    [
      'POST /graphql/stream HTTP/1.1',
      `host: ${hostname}`,
      'content-type: application/json',
      'accept: text/event-stream',
      `authorization: Bearer ${await alliance.token(reader)}`,
      `content-length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
  await expect.poll(() => alliance.streams()).toBe(1);
  return socket;
};
const own = (changes: Parameters<typeof incident>[1] = {}) => incident(number, { label: labelOf('EST'), ...changes });
const put = (
  ...records: Parameters<TestAlliance['nation']> extends never ? never : readonly ReturnType<typeof own>[]
) => alliance.nation('EST').put(records);
/** A stream that got this got everything before it. */
const marker = async (stream: AlertReader, count: number) => {
  await alliance.nation('EST').put([incident(number + 9, { label: labelOf('EST', 'NU'), name: 'marker' })]);
  const alerts = await stream.first(count);
  expect(alerts.at(-1)).toMatchObject({ incident: { name: 'marker' } });
  return alerts.slice(0, -1);
};

describe('alerts', () => {
  it('a Latvian is told of an incident that Estonia reports, as she sees it', async () => {
    const stream = await subscribe(latvian);
    await put(own({ name: 'Wiper' }));
    expect(await stream.first(1)).toEqual([
      {
        cursor: expect.stringMatching(/^[\w-]+$/) as string,
        kind: 'REPORTED',
        at: new Date(alliance.clock.now()).toISOString(),
        incident: {
          id: id('i', number),
          name: 'Wiper',
          description: null,
          attribution: null,
          owner: { code: 'EST' },
          label: { banner: 'NATO RESTRICTED REL TO EST, NATO' },
        },
      },
    ]);
  });

  it('a reader gets no frame for a change of a portion that they may not see', async () => {
    const stream = await subscribe(restricted);
    const secret = { portions: { description: labelOf('EST', 'NS') } };
    await put(own({ description: 'a', ...secret }));
    await put(own({ description: 'b', ...secret }));
    await put(own({ description: 'b', name: 'seen', ...secret }));
    expect(await marker(stream, 3)).toMatchObject([
      { kind: 'REPORTED', incident: { description: null } },
      { kind: 'UPDATED', incident: { name: 'seen' } },
    ]);
  });

  it('a release is announced as such, and only to those who could not see the record before', async () => {
    const [below, above] = [await subscribe(restricted), await subscribe(latvian)];
    await put(own({ label: labelOf('EST', 'NS') }));
    await put(own({ label: labelOf('EST', 'NR') }));
    expect(await marker(below, 2)).toMatchObject([{ kind: 'RELEASED', incident: { id: id('i', number) } }]);
    expect(await above.first(2)).toMatchObject([{ kind: 'REPORTED' }, { kind: 'UPDATED' }]);
  });

  it('kinds tell of escalation, acknowledgement and closing', async () => {
    const stream = await subscribe(latvian);
    await put(own());
    await put(own({ escalation: 'BILATERAL' }));
    // Between nations there is no order.
    await stream.first(2);
    await alliance.nation('POL').put([ownedBy('POL', acknowledgement(number, id('i', number)))]);
    await stream.first(3);
    await put(own({ escalation: 'BILATERAL', closedAt: '2026-06-01T00:00:00.000Z' }));
    const kinds = (await stream.first(4)).map(({ kind }) => kind);
    expect(kinds).toEqual(['REPORTED', 'ESCALATED', 'ACKNOWLEDGED', 'CLOSED']);
  });

  it('what a coordinator writes through the graph reaches an ally at once', async () => {
    const stream = await subscribe(latvian);
    const writer = new Writer(alliance, { nation: 'EST', roles: ['INCIDENT_COORDINATOR'], subject: 'coordinator' });
    const label = { level: 'NR', releasableTo: ['EST', 'LVA'] };
    const report = { name: 'Reported', severity: 'S4_SEVERE', incidentTypes: [], sectors: ['ENERGY'], label };
    await writer.write('reportIncident', report);
    expect(await stream.first(1, 1_000)).toMatchObject([{ kind: 'REPORTED', incident: { name: 'Reported' } }]);
  });

  it('the end of an embargo is announced within a second, once', async () => {
    const stream = await subscribe(restricted);
    const at = new Date(alliance.clock.now() + 5_000).toISOString();
    const embargo = labelOf('EST', 'NS').concat(` UNTIL ${at} THEN (${labelOf('EST')})`);
    await put(own({ label: embargo }));
    await alliance.nation('EST').put([incident(number + 8, { label: labelOf('EST'), name: 'before' })]);
    expect(await stream.first(1)).toMatchObject([{ incident: { name: 'before' } }]);
    alliance.clock.set(alliance.clock.now() + 5_000);
    expect(await stream.first(2, 1_000)).toMatchObject([
      {},
      { kind: 'RELEASED', at, incident: { id: id('i', number) } },
    ]);
    await alliance.nation('EST').start();
    expect(await marker(stream, 3)).toHaveLength(2);
  });

  it('a reader who resumes gets what happened meanwhile, each once, over a restart of gateway and nation', async () => {
    const stream = await subscribe(latvian);
    await put(own({ name: 'one' }));
    const [first] = await stream.first(1);
    stream.leave();
    await put({ ...own({ name: 'two' }), id: id('i', number + 1) });
    await alliance.nation('LVA').put([ownedBy('LVA', incident(number + 1, { name: 'three' }))]);
    const resumed = await subscribe(latvian, everything, { after: first?.['cursor'] });
    const names = async (from: AlertReader, count: number) =>
      (await from.first(count)).map(({ incident: found }) => (found as { name: string }).name).toSorted();
    expect(await names(resumed, 2)).toEqual(['three', 'two']);
    const last = resumed.alerts.at(-1)?.['cursor'];

    await alliance.restartGateway();
    await resumed.until(() => resumed.ended);
    expect(resumed.messages.at(-1)).toEqual({ event: 'complete', data: null });
    const another = (offset: number, name: string) =>
      alliance.nation('EST').put([incident(number + offset, { label: labelOf('EST'), name })]);
    await another(2, 'four');
    await alliance.nation('EST').start();
    const again = await subscribe(latvian, everything, { after: last });
    await another(3, 'five');
    expect(await names(again, 2)).toEqual(['five', 'four']);
    await alliance.nation('EST').stop();
    await alliance.nation('EST').start();
    await another(4, 'six');
    expect(await names(again, 3)).toEqual(['five', 'four', 'six']);
    expect(await marker(again, 4)).toHaveLength(3);
  });

  it('a cursor of another reader or stream, or one that was changed, is refused', async () => {
    const stream = await subscribe(latvian);
    await put(own());
    const cursor = String((await stream.first(1))[0]?.['cursor']);
    const other = { ...latvian, subject: 'berta' };
    const broken = `${cursor[0] === 'A' ? 'B' : 'A'}${cursor.slice(1)}`;
    for (const [reader, query, after] of [
      [other, everything, cursor],
      [latvian, everything, broken],
      [latvian, everything, 'nonsense'],
      [latvian, everything.replace('null,', 'S1_LOW,'), cursor],
    ] as const) {
      const refused = await alliance.as(reader).subscribe(query, { after });
      expect(refused.status).toBe(400);
      expect(refused.refusal).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    }
  });

  it('a stream ends when the token does, and the reader is told so', async () => {
    const stream = await subscribe(latvian);
    alliance.clock.set(alliance.clock.now() + 901_000);
    await stream.until(() => stream.ended);
    expect(stream.messages).toEqual([{ event: 'complete', data: null }]);
  });

  it('filters look at the record as the reader sees it', async () => {
    const query = (args: string) => `subscription { incidentAlerts(${args}) { incident { name } } }`;
    const severe = await subscribe(latvian, query('minSeverity: S3_HIGH'));
    const energy = await subscribe(latvian, query('minSeverity: null, sectors: [ENERGY]'));
    const polish = await subscribe(latvian, query('minSeverity: null, nations: [POL]'));
    await put(own({ name: 'a', severity: 'S2_MEDIUM', sectors: ['ENERGY', 'HEALTH'] }));
    await put({ ...own({ name: 'b', severity: 'S4_SEVERE' }), id: id('i', number + 1) });
    await alliance.nation('POL').put([ownedBy('POL', incident(number, { name: 'c', severity: 'S3_HIGH' }))]);
    const names = async (stream: AlertReader, count: number) =>
      (await stream.first(count)).map(({ incident: found }) => (found as { name: string }).name).toSorted();
    expect(await names(severe, 2)).toEqual(['b', 'c']);
    expect(await names(energy, 1)).toEqual(['a']);
    expect(await names(polish, 1)).toEqual(['c']);
  });

  it('a burst that is larger than what waits for a reader reaches them all the same', async () => {
    const stream = await subscribe(latvian);
    await put(...Array.from({ length: 700 }, (_, at) => ({ ...own(), id: id('i', 1_000_000 + at) })));
    const alerts = await stream.first(700, 120_000);
    expect(new Set(alerts.map(({ incident: found }) => (found as { id: string }).id)).size).toBe(700);
  });

  it('a reader who takes nothing is sent away, and others never notice', async () => {
    const [slow, quick] = [await subscribeSlowly(latvian), await subscribe({ ...latvian, subject: 'quinn' })];
    const description = 'x'.repeat(200_000);
    for (let at = 0; at < 60; at += 10) {
      const some = Array.from({ length: 10 }, (_, more) => ({
        ...own({ description }),
        id: id('i', 2_000_000 + at + more),
      }));
      await put(...some);
    }
    await quick.first(60, 60_000);
    await expect.poll(() => alliance.streams(), { timeout: 5_000 }).toBe(1);
    slow.destroy();
    expect(alliance.log.join('')).toContain('a reader takes nothing');
  });

  it('a nation that does not answer holds up its own alerts only, and they come in order when it does again', async () => {
    const stream = await subscribe(latvian);
    const [estonian, polish] = [alliance.nation('EST'), alliance.nation('POL')];
    const names = () => stream.alerts.map((alert) => (alert['incident'] as { name: string }).name);
    estonian.answer(() => ({ status: 503, body: '' }));
    onTestFinished(() => estonian.answer(null));
    for (const [offset, name] of ['one', 'two', 'three'].entries())
      await put({ ...own({ name }), id: id('i', number + offset) });
    await polish.put([ownedBy('POL', incident(number, { name: 'Polish' }))]);
    expect((await stream.first(1)).length).toBe(1);
    expect(names()).toEqual(['Polish']);
    estonian.answer(null);
    await stream.first(4);
    expect(names()).toEqual(['Polish', 'one', 'two', 'three']);
    const resumed = await subscribe(latvian, everything, { after: stream.alerts[1]?.['cursor'] });
    await resumed.first(2);
    expect((await marker(resumed, 3)).length).toBe(2);
  });

  it('a nation that stays away ends no stream, and holds up no other that tells of its records', async () => {
    const before = await subscribe({ ...latvian, subject: 'berta' });
    await put(own({ name: 'Estonian' }));
    // A stream that is opened sooner may still be told of it.
    await before.first(1);
    alliance.clock.set(alliance.clock.now() + 10_000);
    const stream = await subscribe(latvian);
    const estonian = alliance.nation('EST');
    const kinds = () => stream.alerts.map(({ kind, incident: of }) => [kind, (of as { name: string }).name]);
    estonian.answer(() => ({ status: 503, body: '' }));
    onTestFinished(() => estonian.answer(null));
    await alliance.nation('POL').put([ownedBy('POL', acknowledgement(number, id('i', number)))]);
    await alliance.nation('POL').put([ownedBy('POL', incident(number, { name: 'Polish' }))]);
    await stream.first(1);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(kinds()).toEqual([['REPORTED', 'Polish']]);
    estonian.answer(null);
    await stream.first(2);
    expect(kinds()).toEqual([
      ['REPORTED', 'Polish'],
      ['ACKNOWLEDGED', 'Estonian'],
    ]);
    const resumed = await subscribe(latvian, everything, { after: stream.alerts[1]?.['cursor'] });
    expect(await marker(resumed, 1)).toEqual([]);
  });

  it('a reader who goes away leaves nothing behind, and has room for another stream', async () => {
    const streams = [await subscribe(latvian), await subscribe(latvian), await subscribe(latvian)];
    expect((await alliance.as(latvian).subscribe(everything)).refusal).toMatchObject({
      errors: [{ extensions: { code: 'OVERLOADED' } }],
    });
    for (const stream of streams) stream.leave();
    await expect.poll(() => alliance.streams()).toBe(0);
    await subscribe(latvian);
  });

  it('a reader who was away for more than a month is told so; one who was not goes on, however quiet a nation is', async () => {
    const day = 86_400_000;
    const later = (days: number): void => alliance.clock.set(alliance.clock.now() + days * day);
    const reads = async (name: string, after: unknown): Promise<unknown> => {
      const stream = await subscribe(latvian, everything, { after });
      await put(own({ name }));
      const alerts = await stream.first(1);
      stream.leave();
      expect(alerts.map((alert) => (alert['incident'] as { name: string }).name)).toEqual([name]);
      return alerts.at(-1)?.['cursor'];
    };
    let cursor = await reads('one', null);
    for (const name of ['two', 'three']) {
      later(20);
      cursor = await reads(name, cursor);
    }
    later(31);
    const refused = await alliance.as(latvian).subscribe(everything, { after: cursor });
    expect(refused.status).toBe(400);
    expect(refused.refusal).toMatchObject({
      errors: [
        {
          message: 'the argument `after` is too old: what happened since then is not kept for so long',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    await reads('four', null);
  });
});
