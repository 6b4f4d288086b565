import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ownedBy } from '../support/alliance/ownedBy.ts';
import type { Answer } from '../support/alliance/postGraphql.ts';
import type { Answering } from '../support/alliance/Recorder.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { id, incident, lesson, link } from '../subgraphs/support/testRecords.ts';

const estonian = id('i', 1);
const latvian = (number: number): string => id('i', number, 'LVA');

let alliance: TestAlliance;
beforeAll(async () => {
  alliance = await startTestAlliance({
    subgraphLimits: { deadline: 6_000, maxBytes: 200_000 },
    records: {
      EST: [incident(1), incident(2), ownedBy('EST', lesson(1, { incidents: [estonian, latvian(1)] }))],
      LVA: [
        ...[1, 2, 3].map((number) => ownedBy('LVA', incident(number, { severity: 'S4_SEVERE' }))),
        ownedBy('LVA', link(1, estonian, id('i', 1, 'POL'))),
        ownedBy('LVA', lesson(1, { incidents: [estonian] })),
      ],
      POL: [ownedBy('POL', incident(1)), ownedBy('POL', link(1, latvian(1), estonian)), ownedBy('POL', lesson(1))],
    },
  });
});
afterAll(() => alliance.stop());
afterEach(() => alliance.nation('LVA').answer(null));

/** A list, numbers, lists behind a record, references to Latvia's records, and what Latvia alone can answer. */
const everything = `{
  incidents { edges { cursor node { id name severity owner { name } } } pageInfo { hasNextPage endCursor } coverage { complete asked unavailable } }
  situation { byNation { key count } bySeverity { key count } label { banner } coverage { complete asked unavailable } }
  incident(id: "${estonian}") {
    name
    related { edges { node { id from { name } to { name } } } coverage { unavailable } }
    lessons { edges { node { id incidents { id name } } } coverage { unavailable } }
  }
  theirs: incident(id: "${latvian(1)}") { name }
  nation(code: "LVA") { name incidents { edges { node { id } } } }
}`;
const ask = async (query = everything): Promise<Answer> => alliance.as({ nation: 'EST' }).ask(query);

const canary = 'column "attribution" of table "secret_incidents" for anna@agency.example';
const json = (value: unknown): { body: string } => ({ body: JSON.stringify(value) });

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The nation's own answer with every list of edges changed. */
const withEdges =
  (change: (edges: Json[]) => unknown): Answering =>
  async (_, forward) => {
    const visit = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(visit);
      if (!isObject(value)) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          key,
          Array.isArray(inner) && inner.some((item) => isObject(item) && isObject(nodeOf(item)))
            ? change(inner as Json[])
            : visit(inner),
        ]),
      );
    };
    return json(visit(JSON.parse(await forward())));
  };
const nodeOf = (edge: Json): unknown => Object.values(edge).find(isObject);

const unusable: readonly (readonly [what: string, answering: Answering])[] = [
  ['answers with a fault of its own', () => ({ status: 500, body: JSON.stringify({ errors: [{ message: canary }] }) })],
  ['answers with a page for people', () => ({ contentType: 'text/html', body: `<h1>${canary}</h1>` })],
  ['answers with half of it', async (_, forward) => ({ body: (await forward()).slice(0, -3) })],
  ['answers with nothing', () => ({ body: '' })],
  ['answers with bytes that are no text', () => ({ body: Uint8Array.of(0xff, 0xfe, 0x22) })],
  ['answers with a list', () => json([canary])],
  ['answers with no data', () => json({ data: null })],
  ['answers with other data', () => json({ data: { canary } })],
  [
    'answers with data that is of another shape',
    () => json({ data: { part0: canary, _entities: canary, theirs: canary, group0: canary } }),
  ],
  [
    'answers, and adds an error',
    async (_, forward) =>
      json({ ...(JSON.parse(await forward()) as Json), errors: [{ message: canary, path: ['theirs'] }] }),
  ],
  [
    'asks for a stronger sign-in where nobody asked for one record',
    async (_, forward) =>
      json({
        ...(JSON.parse(await forward()) as Json),
        errors: [{ message: canary, path: ['part0'], extensions: { code: 'STEP_UP_REQUIRED', requiredAal: 3 } }],
      }),
  ],
  ['answers more than can be read', () => json({ data: { part0: canary.repeat(10_000) } })],
  ['answers deeper than can be read', () => ({ body: `{"data":${'{"part0":'.repeat(200)}1${'}'.repeat(200)}}` })],
  ['sends the reader elsewhere', () => ({ status: 307, body: canary })],
];

describe('a nation that fails costs a reader its own rows and nothing else, when it', () => {
  let up: Answer;
  let down: Answer;
  beforeAll(async () => {
    up = await ask();
    await alliance.nation('LVA').stop();
    down = await ask();
    await alliance.nation('LVA').start();
  });

  it('is down', () => {
    expect(down.status).toBe(200);
    expect(down.body).toMatchObject({
      data: {
        incidents: {
          edges: [estonian, id('i', 2), id('i', 1, 'POL')].map((each) => ({ node: { id: each } })),
          coverage: { complete: false, asked: ['EST', 'LVA', 'POL'], unavailable: ['LVA'] },
        },
        situation: { coverage: { unavailable: ['LVA'] } },
        incident: {
          related: { edges: [], coverage: { unavailable: ['LVA'] } },
          lessons: { edges: [{ node: { incidents: [{ id: estonian }] } }] },
        },
        theirs: null,
        nation: { name: 'Latvia', incidents: null },
      },
      errors: [
        { path: ['theirs'], extensions: { code: 'NATION_UNAVAILABLE', nation: 'LVA' } },
        { path: ['nation', 'incidents'], extensions: { code: 'NATION_UNAVAILABLE', nation: 'LVA' } },
      ],
    });
  });

  it('never answers', async () => {
    const list = '{ incidents { edges { node { id } } coverage { asked unavailable } } }';
    alliance.nation('LVA').answer(() => 'hang');
    const { status, body } = await ask(list);
    expect(status).toBe(200);
    expect(body.data).toEqual({
      incidents: {
        edges: [estonian, id('i', 2), id('i', 1, 'POL')].map((each) => ({ node: { id: each } })),
        coverage: { asked: ['EST', 'LVA', 'POL'], unavailable: ['LVA'] },
      },
    });
  });

  it.each(unusable)('%s', async (_, answering) => {
    alliance.nation('LVA').answer(answering);
    const failing = await ask();
    expect(failing).toEqual(down);
    expect(failing.text).not.toContain('secret_incidents');
    alliance.nation('LVA').answer(null);
    expect(await ask()).toEqual(up);
  });

  const rows: readonly (readonly [what: string, change: (edges: Json[]) => unknown])[] = [
    ['sends its rows out of order', (edges) => edges.toReversed()],
    ['sends a row twice', (edges) => [edges[0], ...edges]],
    ['sends more rows than it was asked for', (edges) => Array.from({ length: 200 }, () => edges[0])],
  ];
  it.each(rows)('%s', async (_, change) => {
    const list =
      '{ incidents { edges { cursor node { id name } } pageInfo { hasNextPage } coverage { complete unavailable } } }';
    await alliance.nation('LVA').stop();
    const down = await ask(list);
    await alliance.nation('LVA').start();
    alliance.nation('LVA').answer(withEdges(change));
    expect(await ask(list)).toEqual(down);
  });
});

describe('a row that is broken is left out for a reader, and the nation counts as having answered, when it', () => {
  const inSecond = (change: (row: string) => string): Answering =>
    withEdges((edges) =>
      edges.map((edge) => {
        const row = JSON.stringify(edge);
        return JSON.parse(row.includes(latvian(2)) ? change(row) : row) as unknown;
      }),
    );
  const broken: readonly (readonly [what: string, answering: Answering])[] = [
    ['bears an id of another nation', inSecond((row) => row.replaceAll(latvian(2), id('i', 7)))],
    ['bears the id of another nation’s record', inSecond((row) => row.replaceAll(latvian(2), id('i', 2)))],
    [
      'bears the id of another nation in all respects but its place',
      inSecond((row) => row.replace(`"__gw_key":"${latvian(2)}"`, `"__gw_key":"${id('i', 7)}"`)),
    ],
    ['has no position', inSecond((row) => row.replace(/"__gw_position":"[^"]*"/, '"__gw_position":null'))],
    [
      'stands at the place of another row',
      inSecond((row) => row.replace(/"__gw_position":"04,[^"]*"/, `"__gw_position":"04,${latvian(9)}"`)),
    ],
    ['is no row', inSecond(() => '7')],
    ['has no marking', inSecond((row) => row.replace(/"(N[UR] REL TO)[^"]*"/, 'null'))],
    ['has a marking that cannot be read', inSecond((row) => row.replace(/"(N[UR] REL TO)[^"]*"/, '"PUBLIC"'))],
    ['is of another type', inSecond((row) => row.replaceAll('"__typename":"Incident"', '"__typename":"Lesson"'))],
    ['has a value that the contract does not know', inSecond((row) => row.replaceAll('S4_SEVERE', 'S9_HUGE'))],
    ['lacks what may not be missing', inSecond((row) => row.replaceAll('"Incident 2"', 'null'))],
    ['has text where a number or a list belongs', inSecond((row) => row.replaceAll('"Incident 2"', '["Incident 2"]'))],
  ];
  const list =
    '{ incidents(orderBy: SEVERITY_DESC) { edges { cursor node { id name severity } } pageInfo { hasNextPage } coverage { complete unavailable } } }';

  it.each(broken)('%s', async (_, answering) => {
    const whole = await ask(list);
    await alliance.nation('LVA').delete(latvian(2));
    const without = await ask(list);
    await alliance.nation('LVA').put([ownedBy('LVA', incident(2, { severity: 'S4_SEVERE' }))]);
    expect(await ask(list)).toEqual(whole);
    alliance.nation('LVA').answer(answering);
    const answer = await ask(list);
    expect(answer.body).toEqual(without.body);
    expect(answer.text).toBe(without.text);
    expect(alliance.log.join()).toContain('contract violated by a nation');
  });
});

it('a row that happened tomorrow is left out for a reader: no nation stands before the others by its clock', async () => {
  const list = '{ incidents { edges { cursor node { id } } coverage { complete } } }';
  const tomorrow = new Date(alliance.clock.now() + 86_400_000).toISOString();
  const before = await ask(list);
  await alliance.nation('LVA').put([ownedBy('LVA', incident(9, { updatedAt: tomorrow }))]);
  expect(await ask(list)).toEqual(before);
  const soon = new Date(alliance.clock.now() + 4_000).toISOString();
  await alliance.nation('LVA').put([ownedBy('LVA', incident(9, { updatedAt: soon, name: 'again' }))]);
  expect((await ask(list)).body).toMatchObject({ data: { incidents: { edges: { 0: { node: { id: latvian(9) } } } } } });
  await alliance.nation('LVA').delete(latvian(9));
});

it('a nation that knows no end of hidden rows is given up, and the reader gets the others’', async () => {
  let rows = 0;
  alliance.nation('LVA').answer((body) => {
    const { variables } = JSON.parse(body) as { variables: { __gw_first0: number } };
    const edges = Array.from({ length: variables.__gw_first0 }, () => {
      rows += 1;
      const key = `LVA:i:${String(rows).padStart(26, '0')}`;
      const position = `${String(900_000_000_000_000 - rows)},${key}`;
      const node = {
        __typename: 'Incident',
        __gw_key: key,
        __gw_marking: 'CTS REL TO LVA ORIGINATOR LVA CREATED 2025-01-01',
        id: key,
      };
      return { __typename: 'IncidentEdge', __gw_position: position, __gw_node: node, node };
    });
    return json({ data: { part0: { __typename: 'IncidentConnection', __gw_edges: edges, edges } } });
  });
  const { status, body } = await ask('{ incidents { edges { node { id } } coverage { unavailable } } }');
  expect(status).toBe(200);
  expect(body).toEqual({
    data: {
      incidents: {
        edges: [estonian, id('i', 2), id('i', 1, 'POL')].map((each) => ({ node: { id: each } })),
        coverage: { unavailable: ['LVA'] },
      },
    },
  });
});
