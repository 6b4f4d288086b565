import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { labelOf, ownedBy } from '../support/alliance/ownedBy.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import {
  capability,
  capabilityRequest,
  exercise,
  id,
  incident,
  indicator,
  inject,
  lesson,
} from '../subgraphs/support/testRecords.ts';

const open = id('i', 1, 'EST');
const absent = (kind: string): string => id(kind, 999, 'POL');

/** Every way in which Poland keeps an incident from an Estonian analyst with NATO SECRET, signed in strongly. */
const hidden = [
  ['released to nobody else', labelOf('POL', 'NR', [])],
  ['above the clearance', labelOf('POL', 'CTS')],
  ['for other eyes', labelOf('POL', 'NR', ['NATO'], 'EYES ONLY POL')],
  ['for certain persons', labelOf('POL', 'NR', ['NATO'], 'RECIPIENTS somebody TLP:RED')],
  ['in a community that the reader is not of', labelOf('POL', 'NR', ['NATO'], 'ALL OF coi:SCEPVA')],
  ['in communities of which the reader holds none', labelOf('POL', 'NR', ['NATO'], 'ANY OF coi:EXCON,coi:ICS')],
  ['not labelled yet', 'UNLABELLED'],
] as const;
const hiddenId = (index: number): string => id('i', 100 + index, 'POL');

const shut = labelOf('POL', 'NR', []);
const others = [
  indicator(7),
  capability(7),
  capabilityRequest(7),
  exercise(7),
  inject(7, id('e', 7, 'POL')),
  lesson(7),
].map((record) => ownedBy('POL', record, shut));

const roots: readonly (readonly [field: string, kind: string, selection: string])[] = [
  ['incident', 'i', 'id name version label { banner } attribution { actor } related { edges { node { id } } }'],
  ['indicator', 'n', 'id pattern sightings { edges { node { id } } coverage { complete } }'],
  ['capability', 'c', 'id name summary offers { id }'],
  ['capabilityRequest', 'r', 'id need incident { id name } responses { edges { node { id } } }'],
  ['exercise', 'e', 'id name scenario lessons { edges { node { id } } } capabilitiesUsed { edges { node { id } } }'],
  ['inject', 'j', 'id content teams { id }'],
  ['lesson', 'k', 'id title incidents { id } exercise { id }'],
];

const estonian: AllianceReader = { nation: 'EST', level: 'NS' };
const needsStrongerSignIn = id('i', 50, 'POL');

let alliance: TestAlliance;
beforeAll(async () => {
  alliance = await startTestAlliance({
    records: {
      EST: [incident(1), lesson(1, { incidents: [open, hiddenId(0), needsStrongerSignIn] })],
      POL: [
        ...hidden.map(([, label], index) => ownedBy('POL', incident(100 + index), label)),
        ...others,
        ownedBy('POL', incident(50), labelOf('POL', 'NS')),
        ownedBy('POL', incident(51), labelOf('POL', 'NS', ['LVA'])),
        ownedBy('POL', lesson(2, { incidents: [hiddenId(0), needsStrongerSignIn] })),
      ],
    },
  });
});
afterAll(() => alliance.stop());

/** Two answers that tell a reader exactly the same. */
async function expectSame(reader: AllianceReader, query: string, one: string, other: string): Promise<void> {
  const first = await alliance.as(reader).ask(query, { id: one });
  const second = await alliance.as(reader).ask(query, { id: other });
  expect(first).toEqual(second);
  const inText = (value: string): string =>
    query.replace(/\(\$id: \w+!\)/, '').replaceAll('$id', JSON.stringify(value));
  expect(await alliance.as(reader).ask(inText(one))).toEqual(await alliance.as(reader).ask(inText(other)));
}

describe('a hidden record answers with the same bytes as an id that never existed', () => {
  it.each(hidden.map(([why], index) => [why, index] as const))('to a reader of an incident %s', async (_, index) => {
    const query = `query ($id: ID!) { incident(id: $id) { ${roots[0]?.[2]} } }`;
    await expectSame(estonian, query, hiddenId(index), absent('i'));
  });

  it.each(roots)('to a reader who asks for one %s', async (field, kind, selection) => {
    const query = `query ($id: ID!) { ${field}(id: $id) { __typename ${selection} } }`;
    const hiddenOne = field === 'incident' ? hiddenId(0) : id(kind, 7, 'POL');
    const own = await alliance.as({ nation: 'POL' }).ask(query, { id: hiddenOne });
    expect(own.body.data).toMatchObject({ [field]: { id: hiddenOne } });
    expect(own.body.errors).toBeUndefined();
    await expectSame(estonian, query, hiddenOne, absent(kind));
    await expectSame(estonian, query, hiddenOne, absent('k'));
  });

  it('to a reader who filters lessons by an incident', async () => {
    const query = `query ($id: ID!) {
      lessons(where: { incident: $id }) { edges { cursor node { id } } pageInfo { hasNextPage } coverage { complete asked unavailable } }
      incident(id: "${open}") { lessons { edges { node { id incidents { id } } } } }
    }`;
    const { body } = await alliance.as({ nation: 'POL' }).ask(query, { id: hiddenId(0) });
    expect(body.data).toMatchObject({ lessons: { edges: [{ node: { id: id('k', 2, 'POL') } }] } });
    await expectSame(estonian, query, hiddenId(0), absent('i'));
    await expectSame({ nation: 'EST', aal: 1 }, query, needsStrongerSignIn, absent('i'));
  });

  it('to a reader who takes an id for a cursor', async () => {
    const query = `query ($id: String!) { incidents(after: $id) { edges { node { id } } } incident(id: "${open}") { id } }`;
    const { body } = await alliance.as(estonian).ask(query, { id: hiddenId(0) });
    expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
    await expectSame(estonian, query, hiddenId(0), absent('i'));
  });

  it('to a security officer who looks for it among the readings', async () => {
    const officer = { nation: 'EST', roles: ['SECURITY_OFFICER'] };
    const query = 'query ($id: ID!) { auditEvents(where: { recordId: $id }) { edges { node { id } } } }';
    await expectSame(officer, query, hiddenId(0), absent('i'));
  });

  it('to a reader of a list and of references to it', async () => {
    const { body, text } = await alliance
      .as(estonian)
      .ask(`{ incidents(first: 100) { edges { node { id } } } lesson(id: "${id('k', 1)}") { incidents { id } } }`);
    expect(body.data).toEqual({
      incidents: { edges: [open, needsStrongerSignIn].map((each) => ({ node: { id: each } })) },
      lesson: { incidents: [{ id: open }, { id: needsStrongerSignIn }] },
    });
    for (const index of hidden.keys()) expect(text).not.toContain(hiddenId(index));
  });
});

describe('a record that lacks nothing but a stronger sign-in', () => {
  const weakly: AllianceReader = { nation: 'EST', level: 'NS', aal: 1 };

  it('is offered to the reader who asks for it by id, without a word of it', async () => {
    const query = `{ wanted: incident(id: "${needsStrongerSignIn}") { name } open: incident(id: "${open}") { name } }`;
    const { status, body } = await alliance.as(weakly).ask(query);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { wanted: null, open: { name: 'Incident 1' } },
      errors: [expect.objectContaining({ path: ['wanted'], extensions: { code: 'STEP_UP_REQUIRED', requiredAal: 2 } })],
    });
    const stronger = await alliance.as({ ...weakly, aal: 2 }).ask(query);
    expect(stronger.body).toEqual({ data: { wanted: { name: 'Incident 50' }, open: { name: 'Incident 1' } } });
  });

  it('is not there for a reader who meets it in a list, as a reference or behind another record', async () => {
    const { body, text } = await alliance.as(weakly).ask(`{
      incidents { edges { node { id } } }
      lesson(id: "${id('k', 1)}") { incidents { id } }
      lessons(where: { incident: "${needsStrongerSignIn}" }) { edges { node { id } } }
      situation { byNation { key count } }
    }`);
    expect(body).toEqual({
      data: {
        incidents: { edges: [{ node: { id: open } }] },
        lesson: { incidents: [{ id: open }] },
        lessons: { edges: [] },
        situation: { byNation: [{ key: 'EST', count: 1 }] },
      },
    });
    expect(text).not.toContain('STEP_UP');
  });

  it('is not offered to a reader who could not have it anyhow', async () => {
    const query = 'query ($id: ID!) { incident(id: $id) { name } }';
    await expectSame(weakly, query, id('i', 51, 'POL'), absent('i'));
    await expectSame({ ...weakly, level: 'NC' }, query, needsStrongerSignIn, absent('i'));
  });
});
