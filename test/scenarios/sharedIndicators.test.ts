import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { labelOf, ownedBy } from '../support/alliance/ownedBy.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { id, incident, indicator, sighting } from '../subgraphs/support/testRecords.ts';

const asked = id('i', 1);
const hash = '9f2c6ad1b0e84b7f5f1d3c8a7e6b5d4c3b2a190817263544536271809fa8b7c6';
const [address, domain, mail] = ['203.0.113.7', 'harbour-relay.example', 'office@harbour.example'];
const ofHash = { type: 'FILE_SHA256', pattern: hash } as const;
const secretly = (nation: string): string => labelOf(nation, 'NS', ['EST', 'LVA', 'POL']);

/** What a nation has seen, in an incident of its own, by an indicator of its own. */
const seen = (
  nation: string,
  number: number,
  what: Partial<Parameters<typeof indicator>[1] & object>,
  { at = `2025-03-0${number}T10:00:00.000Z`, label = labelOf(nation), isExercise = false } = {},
) => [
  ownedBy(nation, incident(number, { name: `Seen in ${nation}, ${number}`, isExercise }), label),
  ownedBy(nation, indicator(number, { incident: id('i', number, nation), ...what })),
  ownedBy(
    nation,
    sighting(number, { incident: id('i', number, nation), indicator: id('n', number, nation), lastSeen: at }),
  ),
];

let alliance: TestAlliance;
beforeAll(async () => {
  alliance = await startTestAlliance({
    records: {
      EST: [
        ownedBy('EST', incident(1)),
        ownedBy('EST', indicator(1, { incident: asked, ...ofHash, confidence: 90 })),
        ownedBy('EST', indicator(2, { incident: asked, pattern: address }), labelOf('EST', 'NR', ['POL'])),
        {
          ...ownedBy('EST', indicator(3, { incident: asked, type: 'DOMAIN', pattern: domain })),
          portions: { pattern: labelOf('EST', 'NS', ['POL']) },
        },
        ownedBy(
          'EST',
          indicator(4, { incident: asked, type: 'EMAIL', pattern: mail }),
          labelOf('EST', 'NR', ['NATO'], 'ORCON EST'),
        ),
        ownedBy('EST', sighting(1, { incident: asked, indicator: id('n', 1) })),
        ownedBy('EST', incident(9, { name: 'Known to Estonia' }), labelOf('EST', 'NR', ['POL'])),
        ownedBy('EST', indicator(9, { incident: id('i', 9), ...ofHash }), labelOf('EST', 'NR', ['POL'])),
        ownedBy('EST', sighting(9, { incident: id('i', 8, 'LVA'), indicator: id('n', 9) })),
        ...seen('EST', 5, { type: 'EMAIL', pattern: mail }),
      ],
      LVA: [
        ...seen('LVA', 1, { ...ofHash, confidence: 80 }),
        ...seen('LVA', 2, ofHash, { label: secretly('LVA') }),
        ...seen('LVA', 3, { pattern: address }),
        ...seen('LVA', 4, { type: 'DOMAIN', pattern: domain }),
        ...seen('LVA', 6, { type: 'EMAIL', pattern: mail }),
      ],
      POL: [
        ...seen('POL', 1, { pattern: address, confidence: 0 }),
        ...seen('POL', 2, { type: 'DOMAIN', pattern: domain }),
        ...seen('POL', 3, ofHash, { isExercise: true }),
        ...seen('POL', 4, { type: 'DOMAIN', pattern: hash }),
      ],
    },
  });
});
afterAll(() => alliance.stop());
beforeEach(() => alliance.forget());

const estonian: AllianceReader = { nation: 'EST', level: 'NS' };
const restricted: AllianceReader = { nation: 'EST', level: 'NR' };
const bodies = (nation: string): string =>
  alliance
    .requests(nation)
    .map(({ body }) => body)
    .join('\n');

const query = (rows: string, more = ''): string =>
  `query ($id: ID!, $nations: [NationCode!]!) { sharedIndicators(incident: $id, nations: $nations${more}) { ${rows} } }`;
const found = query('edges { node { incident { name } value confidence } } coverage { complete asked unavailable }');

interface Found {
  readonly edges: readonly { readonly node: { readonly incident: { readonly name: string } | null } }[];
}

const namesFor = async (reader: AllianceReader, nations: readonly string[], of = asked): Promise<readonly string[]> => {
  const { body } = await alliance.as(reader).ask(found, { id: of, nations });
  const { edges } = (body.data as { readonly sharedIndicators: Found }).sharedIndicators;
  return edges.map(({ node }) => node.incident?.name ?? '');
};

describe('a reader who asks where else the indicators of an incident were seen', () => {
  it('gets what a machine makes of it: both indicators, the value, how sure it is, and a label as strict as all of it', async () => {
    const { body } = await alliance.as(restricted).ask(
      query(`edges { node { id type value confidence label { banner level originators }
        incident { id name owner { code } } indicator { id confidence } recorded { id pattern } } }
        coverage { complete asked unavailable }`),
      { id: asked, nations: ['LVA'] },
    );
    expect(body).toEqual({
      data: {
        sharedIndicators: {
          edges: [
            {
              node: {
                id: expect.stringMatching(/^ALLIANCE:x:[0-9a-f]{32}$/) as string,
                type: 'FILE_SHA256',
                value: hash,
                confidence: 68,
                label: {
                  banner: expect.stringMatching(/^NATO RESTRICTED REL TO .*EST.*LVA/) as string,
                  level: 'NR',
                  originators: ['EST', 'LVA'],
                },
                incident: { id: id('i', 1, 'LVA'), name: 'Seen in LVA, 1', owner: { code: 'LVA' } },
                indicator: { id: id('n', 1, 'LVA'), confidence: 80 },
                recorded: { id: id('n', 1), pattern: hash },
              },
            },
          ],
          coverage: { complete: true, asked: ['LVA'], unavailable: [] },
        },
      },
    });
  });

  it('gets other rows with another clearance, and nothing that says so', async () => {
    expect(await namesFor(estonian, ['LVA', 'POL'])).toEqual([
      'Seen in LVA, 2',
      'Seen in POL, 2',
      'Seen in LVA, 1',
      'Seen in POL, 1',
    ]);
    expect(await namesFor(restricted, ['LVA', 'POL'])).toEqual(['Seen in LVA, 1', 'Seen in POL, 1']);
    expect(await namesFor({ nation: 'LVA', level: 'NS' }, ['LVA', 'POL'])).toEqual([
      'Seen in LVA, 2',
      'Seen in LVA, 1',
    ]);
  });

  it('gets the whole as strict as its strictest part', async () => {
    const { body } = await alliance
      .as(estonian)
      .ask(query('edges { node { value label { level releasableTo } } }'), { id: asked, nations: ['LVA', 'POL'] });
    const nodes = (body.data as { sharedIndicators: { edges: { node: unknown }[] } }).sharedIndicators.edges;
    expect(nodes.map(({ node }) => node)).toMatchObject([
      { value: hash, label: { level: 'NS', releasableTo: ['EST', 'LVA', 'POL'] } },
      { value: domain, label: { level: 'NS', releasableTo: ['EST', 'POL'] } },
      { value: hash, label: { level: 'NR' } },
      { value: address, label: { level: 'NR', releasableTo: ['EST', 'POL'] } },
    ]);
  });

  it('is not told of the incident itself, and of an exercise only from an exercise', async () => {
    expect(await namesFor(estonian, ['EST', 'POL'])).not.toContain('Incident 1');
    expect(await namesFor(estonian, ['POL'])).not.toContain('Seen in POL, 3');
    expect(await namesFor(estonian, ['LVA'], id('i', 3, 'POL'))).toEqual([]);
  });

  it('finds other incidents of the same nation too', async () => {
    expect(await namesFor(estonian, ['EST'])).toEqual(['Seen in EST, 5']);
  });

  it('pages through the same rows, one by one', async () => {
    const names: unknown[] = [];
    const page = `query ($id: ID!, $after: String) { sharedIndicators(incident: $id, nations: ["LVA", "POL"], first: 1, after: $after) {
      edges { node { incident { name } } } pageInfo { hasNextPage endCursor } } }`;
    for (let after: string | null = null, more = true; more;) {
      const { body } = await alliance.as(estonian).ask(page, { id: asked, after });
      const { edges, pageInfo } = (
        body.data as { sharedIndicators: Found & { pageInfo: { hasNextPage: boolean; endCursor: string } } }
      ).sharedIndicators;
      names.push(...edges.map(({ node }) => node.incident?.name));
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    expect(names).toEqual(['Seen in LVA, 2', 'Seen in POL, 2', 'Seen in LVA, 1', 'Seen in POL, 1']);
  });

  it('of an incident that is hidden from them gets what they would of one that never existed', async () => {
    const reader: AllianceReader = { nation: 'LVA', level: 'NS' };
    const [hidden, absent] = await Promise.all(
      [id('i', 9), id('i', 404)].map((of) => alliance.as(reader).ask(found, { id: of, nations: ['LVA', 'POL'] })),
    );
    expect(hidden?.text).toBe(absent?.text);
    expect(hidden?.body).toEqual({
      data: { sharedIndicators: { edges: [], coverage: { complete: true, asked: ['LVA', 'POL'], unavailable: [] } } },
    });
    expect(bodies('POL')).toBe('');
  });
});

describe('a value goes to the nations that the reader names, and of them to those that may know it', () => {
  it('and to nobody else', async () => {
    await namesFor(estonian, ['LVA']);
    expect(bodies('LVA')).toContain(hash);
    expect(bodies('LVA')).not.toContain('"EST"');
    expect(bodies('POL')).toBe('');
  });

  it('by the label of the indicator, by that of its pattern, and never under ORCON', async () => {
    await namesFor(estonian, ['EST', 'LVA', 'POL']);
    for (const value of [address, domain, mail]) expect(bodies('LVA')).not.toContain(value);
    for (const value of [hash, address, domain]) expect(bodies('POL')).toContain(value);
    expect(bodies('POL')).not.toContain(mail);
    expect(bodies('EST')).toContain(mail);
  });

  it('by the label of the incident too, and a nation that is not asked counts as having answered', async () => {
    const { body } = await alliance.as(estonian).ask(found, { id: id('i', 9), nations: ['LVA'] });
    expect(body).toEqual({
      data: { sharedIndicators: { edges: [], coverage: { complete: true, asked: ['LVA'], unavailable: [] } } },
    });
    expect(bodies('LVA')).toBe('');
  });

  it('only as far as the reader sees it', async () => {
    await namesFor(restricted, ['POL']);
    expect(bodies('POL')).toContain(address);
    expect(bodies('POL')).not.toContain(domain);
  });
});

it('a reader is told which nation has not answered, and that the incident’s own could not be asked', async () => {
  alliance.nation('POL').answer(() => ({ status: 500, body: '' }));
  const { body } = await alliance.as(estonian).ask(found, { id: asked, nations: ['LVA', 'POL'] });
  expect(body).toMatchObject({
    data: { sharedIndicators: { edges: [{}, {}], coverage: { complete: false, unavailable: ['POL'] } } },
  });
  alliance.nation('POL').answer(null);
  alliance.nation('EST').answer(() => ({ status: 500, body: '' }));
  const other = await alliance.as(estonian).ask(found, { id: asked, nations: ['LVA', 'POL'] });
  expect(other.body).toMatchObject({
    data: { sharedIndicators: null },
    errors: [{ path: ['sharedIndicators'], extensions: { code: 'NATION_UNAVAILABLE', nation: 'EST' } }],
  });
  alliance.nation('EST').answer(null);
});

it('a nation that is down is not told of by a sighting that leads to it: where that leads may be hidden', async () => {
  alliance.nation('LVA').answer(() => ({ status: 500, body: '' }));
  const { body } = await alliance.as(estonian).ask(found, { id: id('i', 9), nations: ['EST', 'LVA'] });
  expect(alliance.requests('LVA')).toHaveLength(1);
  expect(body).toMatchObject({
    data: {
      sharedIndicators: {
        edges: [{ node: { incident: { name: 'Incident 1' } } }],
        coverage: { complete: true, asked: ['EST', 'LVA'], unavailable: [] },
      },
    },
  });
  alliance.nation('LVA').answer(null);
});

it('an officer finds in the access log what a row was made from, though the reader asked for a number only', async () => {
  const now = alliance.clock.now() + 60_000;
  alliance.clock.set(now);
  await alliance.as(estonian).ask(query('edges { node { confidence } }'), { id: asked, nations: ['LVA'] });
  const officer: AllianceReader = { nation: 'LVA', level: 'NS', roles: ['SECURITY_OFFICER'] };
  const { body } = await alliance
    .as(officer)
    .ask('query ($now: DateTime!) { auditEvents(where: { at: { from: $now } }) { edges { node { recordId } } } }', {
      now: new Date(now).toISOString(),
    });
  const { edges } = (body.data as { auditEvents: { edges: { node: { recordId: string } }[] } }).auditEvents;
  expect(edges.map(({ node }) => node.recordId).toSorted()).toEqual(
    ['i', 'n', 's'].flatMap((kind) => [1, 2].map((number) => id(kind, number, 'LVA'))).toSorted(),
  );
});

it('a reader who asks for more comparisons than one operation may is refused before any nation is asked', async () => {
  const many = Array.from(
    { length: 10 },
    (_, index) =>
      `a${index}: sharedIndicators(incident: "${asked}", nations: ["LVA"], first: 100) { edges { node { value } } }`,
  );
  const { status, body } = await alliance.as(estonian).ask(`{ ${many.join(' ')} }`);
  expect(status).toBe(400);
  expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'complexity' });
  expect(alliance.requests()).toEqual([]);
});

it('a row is gone with the next question when what it was made from is recalled or labelled anew', async () => {
  expect(await namesFor(restricted, ['LVA'])).toEqual(['Seen in LVA, 1']);
  const [record] = seen('LVA', 1, { ...ofHash, confidence: 80 });
  if (!record) throw new TypeError('no incident');
  await alliance.nation('LVA').put([{ ...record, label: secretly('LVA') }]);
  expect(await namesFor(restricted, ['LVA'])).toEqual([]);
  expect(await namesFor(estonian, ['LVA'])).toEqual(['Seen in LVA, 2', 'Seen in LVA, 1']);
  await alliance.nation('LVA').delete(id('s', 1, 'LVA'));
  expect(await namesFor(estonian, ['LVA'])).toEqual(['Seen in LVA, 2']);
});
