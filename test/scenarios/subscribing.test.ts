import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { AlertReader } from '../support/alliance/AlertReader.ts';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { labelOf } from '../support/alliance/ownedBy.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { oracleReader } from './oracleReader.ts';
import { capabilityRequest, exercise, id, incident, inject, team } from '../subgraphs/support/testRecords.ts';

const latvian: AllianceReader = { nation: 'LVA' };
const restricted: AllianceReader = { nation: 'LVA', level: 'NR', subject: 'rita' };
const seven = id('e', 7);
const [blue, red] = [id('m', 1), id('m', 2)];

let alliance: TestAlliance;
let number = 0;
beforeAll(async () => {
  alliance = await startTestAlliance({
    records: {
      EST: [
        exercise(7),
        team(1, seven),
        team(2, seven, { role: 'RED' }),
        exercise(8, { label: labelOf('EST', 'NS') }),
        team(3, id('e', 8)),
      ],
      LVA: [],
      POL: [],
    },
    streams: { reader: 64 },
  });
  await alliance.as(latvian).ask(`{ exercise(id: "${seven}") { id } }`);
});
afterAll(() => alliance.stop());
beforeEach(() => {
  number += 10;
  alliance.clock.set(alliance.clock.now() + 10_000);
});

const subscribe = async (reader: AllianceReader, query: string, variables = {}): Promise<AlertReader> => {
  const stream = await alliance.as(reader).subscribe(query, variables);
  onTestFinished(() => stream.leave());
  expect([stream.status, stream.refusal]).toEqual([200, null]);
  return stream;
};
const nation = () => alliance.nation('EST');
const dataOf = (stream: AlertReader) => stream.messages.map(({ data }) => data?.['data']);

describe('with the client of graphql-sse', () => {
  it('a reader goes on where they stopped, each alert once', async () => {
    const query = `subscription ($after: String) { incidentAlerts(minSeverity: null, after: $after) {
      cursor incident { name } } }`;
    const client = createClient({
      url: `${alliance.url}/graphql/stream`,
      headers: async () => ({ authorization: `Bearer ${await alliance.token(latvian)}` }),
    });
    onTestFinished(() => client.dispose());
    const put = (offset: number, name: string) =>
      nation().put([incident(number + offset, { label: labelOf('EST'), name })]);
    const seen: string[] = [];
    let after: string | null = null;
    const follow = async (count: number): Promise<void> => {
      const alerts = client.iterate<{ incidentAlerts: { cursor: string; incident: { name: string } } }>({
        query,
        variables: { after },
      });
      for await (const { data } of alerts) {
        seen.push(data?.incidentAlerts.incident.name ?? '');
        after = data?.incidentAlerts.cursor ?? null;
        if (seen.length === count) return;
      }
    };
    const first = follow(1);
    await expect.poll(() => alliance.streams()).toBe(1);
    await put(1, 'one');
    await first;
    await expect.poll(() => alliance.streams()).toBe(0);
    await put(2, 'two');
    const second = follow(3);
    await put(3, 'three');
    await second;
    expect(seen).toEqual(['one', 'two', 'three']);
  });
});

describe('requests for help', () => {
  const query = `subscription { capabilityRequestOpened(kinds: [MALWARE_ANALYSIS]) {
    request { id need label { banner } } } }`;
  const request = (offset: number, label: string, changes: Parameters<typeof capabilityRequest>[1] = {}) =>
    capabilityRequest(number + offset, { label, ...changes });

  it('a reader is told of each that is opened or released to them, of the kinds that they name, and of no other change', async () => {
    const stream = await subscribe(restricted, query);
    await nation().put([request(1, labelOf('EST', 'NS'))]);
    await nation().put([request(2, labelOf('EST'))]);
    await nation().put([request(3, labelOf('EST'), { kinds: ['DIGITAL_FORENSICS'] })]);
    await nation().put([request(2, labelOf('EST'), { need: 'more' })]);
    await nation().put([request(1, labelOf('EST'))]);
    await nation().put([request(4, labelOf('EST', 'NU'))]);
    await stream.first(3);
    expect(stream.alerts.map((alert) => (alert['request'] as { id: string }).id)).toEqual(
      [2, 1, 4].map((offset) => id('r', number + offset)),
    );
  });
});

describe('injects', () => {
  const query = `subscription ($exercise: ID!, $team: ID!) { exerciseInjects(exercise: $exercise, team: $team) {
    inject { id content teams { id } } } }`;
  const played = { releasedAt: '2026-06-03T12:00:00.000Z' };
  const plan = (offset: number, to: readonly string[], changes: object = {}) =>
    nation().put([inject(number + offset, seven, { teams: [...to], ...changes })]);

  it('reach a team when control hands them out or their label opens, once each', async () => {
    const stream = await subscribe(restricted, query, { exercise: seven, team: blue });
    await plan(1, [blue]);
    await plan(1, [blue], played);
    await plan(2, [red], played);
    await plan(3, [blue, red], { label: labelOf('EST', 'NS') });
    await plan(3, [blue, red], { label: labelOf('EST', 'NS'), ...played });
    await plan(3, [blue, red], { label: labelOf('EST'), ...played });
    await plan(4, [blue]);
    await plan(4, [blue], played);
    await stream.first(3);
    expect(stream.alerts.map((alert) => (alert['inject'] as { id: string }).id)).toEqual(
      [1, 3, 4].map((offset) => id('j', number + offset)),
    );
  });
});

describe('injects of an exercise that the reader may not have', () => {
  const query = `subscription ($exercise: ID!, $team: ID!) { exerciseInjects(exercise: $exercise, team: $team) {
    inject { id } } }`;
  const played = { releasedAt: '2026-06-03T12:00:00.000Z', teams: [blue] };

  it('are as silent as those of one that there never was, or of a nation that nobody knows', async () => {
    const [hidden, absent] = [id('e', 8), id('e', 9)];
    const nowhere = 'XXX:e:00000000000000000000000007';
    const streams: AlertReader[] = [];
    for (const exerciseId of [hidden, absent, nowhere, id('e', 7, 'LVA'), 'nonsense', seven])
      streams.push(await subscribe(restricted, query, { exercise: exerciseId, team: blue }));
    await nation().put([inject(number, seven, { teams: [blue] })]);
    await nation().put([inject(number, seven, played)]);
    await streams.at(-1)?.first(1);
    await nation().put([exercise(8)]);
    await nation().put([inject(number + 1, seven, { teams: [blue] })]);
    await nation().put([inject(number + 1, seven, played)]);
    await Promise.all([streams[0]?.first(1), streams.at(-1)?.first(2)]);
    expect(streams.map(({ messages }) => messages.length)).toEqual([1, 0, 0, 0, 0, 2]);
    expect(new Set(streams.map(({ status }) => status)).size).toBe(1);
  });
});

describe('however a subscription is written', () => {
  const put = (label = labelOf('EST')) => nation().put([incident(number, { label, name: 'Wiper' })]);

  it('aliases, fragments and conditions shape the alert', async () => {
    const stream = await subscribe(
      latvian,
      `subscription ($yes: Boolean!, $no: Boolean!) { ...S }
       fragment S on Subscription { mine: incidentAlerts(minSeverity: null) { ...A ... @include(if: $no) { cursor } } }
       fragment A on IncidentAlert { what: kind type: __typename
         one: incident @include(if: $yes) { name } other: incident { title: name ...I @skip(if: $yes) }
         never: incident @include(if: $no) { id } }
       fragment I on Incident { id }`,
      { yes: true, no: false },
    );
    await put();
    await stream.first(1);
    expect(dataOf(stream)).toEqual([
      { mine: { what: 'REPORTED', type: 'IncidentAlert', one: { name: 'Wiper' }, other: { title: 'Wiper' } } },
    ]);
  });

  it('one that asks nothing of the record is told of what its reader may see, and of nothing else', async () => {
    const [few, many] = [
      await subscribe(restricted, 'subscription { incidentAlerts(minSeverity: null) { kind } }'),
      await subscribe(latvian, 'subscription { incidentAlerts(minSeverity: null) { kind } }'),
    ];
    await put(labelOf('EST', 'NS'));
    await nation().put([incident(number + 1, { label: labelOf('EST') })]);
    await Promise.all([few.first(1), many.first(2)]);
    expect(dataOf(few)).toEqual([{ incidentAlerts: { kind: 'REPORTED' } }]);
    expect(dataOf(many)).toHaveLength(2);
  });
});

it('what is for named persons alone is shared with nobody whose attributes are the same', async () => {
  const query = 'subscription { incidentAlerts(minSeverity: null) { incident { name } } }';
  const paula = { ...latvian, subject: 'paula' };
  const people = [paula, { ...latvian, subject: 'quentin' }];
  const streams = [];
  for (const person of people) streams.push(await subscribe(person, query));
  const recipient = (await oracleReader(alliance, paula)).pseudonym('EST');
  await nation().put([
    incident(number, { label: labelOf('EST', 'NR', ['LVA'], `RECIPIENTS ${recipient} TLP:RED`), name: 'for Paula' }),
  ]);
  await nation().put([incident(number + 1, { label: labelOf('EST', 'NU'), name: 'for all' })]);
  await Promise.all(streams.map((stream, index) => stream.first(index === 0 ? 2 : 1)));
  const names = streams.map((stream) => stream.alerts.map((alert) => (alert['incident'] as { name: string }).name));
  expect(names).toEqual([['for Paula', 'for all'], ['for all']]);
});

it('nor is a record of which one field is for named persons alone, whoever is told of it first', async () => {
  const query = 'subscription { incidentAlerts(minSeverity: null) { incident { name description } } }';
  const paula = { ...latvian, subject: 'paula' };
  const [quentin, hers] = [await subscribe({ ...latvian, subject: 'quentin' }, query), await subscribe(paula, query)];
  const recipient = (await oracleReader(alliance, paula)).pseudonym('EST');
  const description = labelOf('EST', 'NR', ['LVA'], `RECIPIENTS ${recipient} TLP:RED`);
  await nation().put([
    incident(number, { label: labelOf('EST'), description: 'for Paula', name: 'for all', portions: { description } }),
  ]);
  const told = await Promise.all([quentin, hers].map(async (stream) => stream.first(1)));
  expect(told.flat().map((alert) => alert['incident'])).toEqual([
    { name: 'for all', description: null },
    { name: 'for all', description: 'for Paula' },
  ]);
});
