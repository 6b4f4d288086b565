import { afterAll, describe, expect, it } from 'vitest';
import { id } from '../../subgraphs/support/testRecords.ts';
import { AskedGateway } from './AskedGateway.ts';

const gateway = new AskedGateway();
afterAll(() => gateway.stop());

const marking = 'NR REL TO EST,LVA ORIGINATOR EST CREATED 2025-01-01';
const unreadable = 'NR REL TO EST,LVA';
const record = (kind: string, number: number, fields: object = {}) => ({
  id: id(kind, number),
  marking,
  name: `${kind}${number}`,
  ...fields,
});
const page = (...nodes: readonly { readonly id: string }[]) => ({
  edges: nodes.map((node) => ({ cursor: `02,${node.id}`, node })),
});

describe('what a nation answers wrongly is as absent for a reader as what it does not hold', () => {
  const query = `{ incident(id: "${id('i', 1)}") { name } }`;
  const absent = { data: { incident: null }, errors: [] };
  const wrong: readonly (readonly [string, object])[] = [
    ['a record whose marking is unreadable', record('i', 1, { marking: unreadable })],
    ['another record than the one asked for', record('i', 2)],
    ['a record of another nation', { ...record('i', 1), id: id('i', 1, 'LVA') }],
  ];
  it.each(wrong)('%s', async (_, incident) => {
    expect(await gateway.ask({ EST: { incident } }, query)).toEqual({ ...absent, alarms: ['EST'] });
    expect(await gateway.ask({ EST: { incident: null } }, query)).toEqual({ ...absent, alarms: [] });
  });

  it('a record that holds another, for which the reader has signed in too weakly', async () => {
    const objectives = [record('b', 1, { marking: marking.replace('NR', 'NS') })];
    const exercise = record('e', 1, { objectives, startsAt: 'tomorrow' });
    const ask = async (broken: object, selection: string) =>
      gateway.ask({ EST: { exercise: broken } }, `{ exercise(id: "${exercise.id}") { ${selection} } }`, { aal: 1 });
    const nothing = { data: { exercise: null }, errors: [], alarms: ['EST'] };
    expect(await ask(exercise, 'objectives { id } startsAt')).toEqual(nothing);
    const secret = { ...exercise, marking: marking.replace('NR', 'NS') };
    expect((await ask(secret, 'name')).errors).toEqual([['exercise', 'STEP_UP_REQUIRED']]);
    expect((await ask({ ...secret, id: id('e', 2) }, 'name')).errors).toEqual([]);
  });

  it('a record within another, which stays', async () => {
    const offers = [{ ...record('o', 1), marking: unreadable }, record('o', 2, { from: '2025-01-01T00:00:00.000Z' })];
    const capabilities = page(record('c', 1, { offers }));
    expect(
      await gateway.ask(
        { EST: { capabilities } },
        '{ capabilities(nations: [EST]) { edges { node { name offers { id } } } coverage { complete } } }',
      ),
    ).toEqual({
      data: {
        capabilities: {
          edges: [{ node: { name: 'c1', offers: [{ id: id('o', 2) }] } }],
          coverage: { complete: true },
        },
      },
      errors: [],
      alarms: ['EST'],
    });
  });

  it('a count, and the other counts stay', async () => {
    const bySeverity = [
      { key: 'S1_LOW', count: 2, marking },
      { key: 'S2_MEDIUM', count: 3, marking: unreadable },
    ];
    expect(
      await gateway.ask(
        { EST: { situation: { bySeverity } } },
        '{ situation(nations: [EST]) { bySeverity { key count } coverage { unavailable } } }',
      ),
    ).toEqual({
      data: { situation: { bySeverity: [{ key: 'S1_LOW', count: 2 }], coverage: { unavailable: [] } } },
      errors: [],
      alarms: ['EST'],
    });
  });
});

it('a nation that answers null in place of a list has not answered', async () => {
  const incident = record('i', 1, { related: null });
  const coverage = { complete: false, unavailable: ['EST'] };
  expect(
    await gateway.ask(
      { EST: { incidents: null, incident, [incident.id]: incident }, LVA: { incidents: page(), [incident.id]: null } },
      `{ incidents { coverage { complete unavailable } } incident(id: "${incident.id}") { related { coverage { complete unavailable } } } }`,
    ),
  ).toEqual({ data: { incidents: { coverage }, incident: { related: { coverage } } }, errors: [], alarms: [] });
});

it('what is missing is told of the nations that were asked alone, also where a walk goes on with fewer', async () => {
  const first = record('i', 1);
  const { data } = await gateway.ask(
    { EST: { incidents: page(first, record('i', 2)) } },
    '{ incidents(first: 1) { pageInfo { endCursor } coverage { asked unavailable } } }',
  );
  const { incidents } = data as { incidents: { pageInfo: { endCursor: string }; coverage: unknown } };
  expect(incidents.coverage).toEqual({ asked: ['EST', 'LVA'], unavailable: ['LVA'] });
  const rest = await gateway.ask(
    { EST: { incidents: page(record('i', 2)) } },
    `{ incidents(nations: [EST], first: 1, after: "${incidents.pageInfo.endCursor}") { edges { node { id } } coverage { asked unavailable complete } } }`,
  );
  expect(rest.data).toEqual({
    incidents: {
      edges: [{ node: { id: id('i', 2) } }],
      coverage: { asked: ['EST'], unavailable: [], complete: true },
    },
  });
});

it('a nation that the alliance does not know is left out of the nations that a record names', async () => {
  const incident = record('i', 1, { affectedNations: [{ code: 'JPN' }, { code: 'LVA' }] });
  expect(
    await gateway.ask({ EST: { incident } }, `{ incident(id: "${id('i', 1)}") { affectedNations { code name } } }`),
  ).toEqual({ data: { incident: { affectedNations: [{ code: 'LVA', name: 'Latvia' }] } }, errors: [], alarms: [] });
});

it('what a central subgraph refuses costs a reader the refused field alone, and is said in its own words', async () => {
  expect(
    await gateway.ask({}, '{ auditEvents(after: "no cursor") { edges { node { id } } } viewer { nation { code } } }'),
  ).toEqual({
    data: { auditEvents: null, viewer: { nation: { code: 'EST' } } },
    errors: [['auditEvents', 'BAD_USER_INPUT']],
    alarms: [],
  });
});

describe('a reader may choose any name', () => {
  it('for a field, be it that of a key', async () => {
    const incident = record('i', 1, { owner: { code: 'EST' }, affectedNations: [{ code: 'LVA' }] });
    const query = `{ id: incident(id: "${id('i', 1)}") {
      id: name code: id lessons { id: edges { cursor } } owner { code: name id: __typename } affectedNations { code: name name: code }
    } }`;
    expect((await gateway.ask({ EST: { incident } }, query)).data).toEqual({
      id: {
        id: 'i1',
        code: id('i', 1),
        lessons: { id: [] },
        owner: { code: 'Estonia', id: 'Nation' },
        affectedNations: [{ code: 'Latvia', name: 'LVA' }],
      },
    });
  });

  it('for a variable, be it one that every object has, and leave it out', async () => {
    const { data, errors } = await gateway.ask(
      {},
      'query ($constructor: AgreementKind) { agreements(between: [EST, LVA], kind: $constructor) { code } }',
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ agreements: expect.arrayContaining([{ code: 'EST-LVA' }]) as unknown });
  });
});
