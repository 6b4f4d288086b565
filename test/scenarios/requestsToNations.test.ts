import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
  sighting,
} from '../subgraphs/support/testRecords.ts';

/** Latvia may not know of the second incident; everybody may know of the first. */
const known = id('i', 1);
const confidential = id('i', 2);
const between = (nation: string): string => labelOf(nation, 'NR', ['EST', 'POL']);

let alliance: TestAlliance;
beforeAll(async () => {
  const attribution = { actor: 'WINTER FOX', confidence: 80, statement: null, admiraltyCode: null };
  alliance = await startTestAlliance({
    records: {
      EST: [
        incident(1, { attribution, description: 'the canary' }),
        ownedBy('EST', incident(2, { attribution }), between('EST')),
        ownedBy('EST', lesson(1, { incidents: [confidential] }), between('EST')),
        capability(1, { effect: { description: 'silence', approvalAuthority: 'cabinet', targetClasses: [] } }),
        exercise(1),
        indicator(1, { pattern: '203.0.113.7' }),
        sighting(1, { indicator: id('n', 1), incident: known }),
        inject(1, id('e', 1), { expectedReaction: 'isolate' }),
      ],
      LVA: [
        ownedBy('LVA', capabilityRequest(1, { incident: known })),
        ownedBy('LVA', lesson(1, { incidents: [known] })),
      ],
      POL: [
        ownedBy('POL', capabilityRequest(1, { incident: confidential }), between('POL')),
        ownedBy('POL', capabilityRequest(2, { incident: confidential, urgency: 'FLASH' }), between('POL')),
        ownedBy('POL', lesson(1, { incidents: [confidential] }), between('POL')),
      ],
    },
  });
});
afterAll(() => alliance.stop());
beforeEach(() => alliance.forget());

const bodies = (nation?: string): string =>
  alliance
    .requests(nation)
    .map(({ body }) => body)
    .join('\n');
const estonian: AllianceReader = { nation: 'EST', level: 'NS' };

describe('a field, argument or input field above a reader reaches no nation', () => {
  const restricted: AllianceReader = { nation: 'LVA', level: 'NR' };
  const refused = [
    ['a field of a list', '{ incidents { edges { node { id attribution { actor } } } } }', 'attribution'],
    [
      'a field under another name in a fragment',
      '{ incidents { edges { node { ...On } } } } fragment On on Incident { id who: attribution { actor } }',
      'attribution',
    ],
    ['a field of one record', `{ incident(id: "${known}") { id attribution { actor } } }`, 'attribution'],
    [
      'a field behind a reference',
      '{ lessons { edges { node { id incidents { id attribution { actor } } } } } }',
      'attribution',
    ],
    ['a filter', '{ incidents(where: { attributedTo: "WINTER FOX" }) { edges { node { id } } } }', 'WINTER FOX'],
    [
      'a filter of the numbers',
      '{ situation(where: { attributedTo: "WINTER FOX" }) { byNation { key count } } }',
      'WINTER FOX',
    ],
    ['a sovereign effect', '{ capabilities { edges { node { id effect { description } } } } }', 'effect'],
    [
      'what exercise control expects',
      `{ exercise(id: "${id('e', 1)}") { injects { edges { node { id expectedReaction } } } } }`,
      'expectedReaction',
    ],
  ] as const;

  it.each(refused)('where a reader asks for %s', async (_, query, word) => {
    const { status, body, text } = await alliance.as(restricted).ask(query);
    expect(status).toBe(200);
    expect(new Set(body.errors?.map(({ extensions }) => extensions['code']))).toEqual(
      new Set(['UNAUTHORIZED_FIELD_OR_TYPE']),
    );
    expect(bodies()).not.toContain(word);
    expect(text).not.toContain('WINTER FOX');
  });

  it('where a reader puts a filter into a variable, or its value alone', async () => {
    const whole = 'query ($where: IncidentFilter!) { incidents(where: $where) { edges { node { id } } } }';
    const value = 'query ($actor: String) { incidents(where: { attributedTo: $actor }) { edges { node { id } } } }';
    for (const answer of [
      await alliance.as(restricted).ask(whole, { where: { attributedTo: 'WINTER FOX' } }),
      await alliance.as(restricted).ask(value, { actor: 'WINTER FOX' }),
    ]) {
      expect(answer.body).toMatchObject({
        data: { incidents: null },
        errors: [{ path: ['incidents'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
      });
    }
    expect(alliance.requests()).toEqual([]);
  });

  it('where a reader is cleared but signed in too weakly', async () => {
    const { body } = await alliance
      .as({ ...estonian, aal: 1 })
      .ask(`{ incident(id: "${known}") { name attribution { actor } } }`);
    expect(body).toMatchObject({
      data: { incident: { name: 'Incident 1', attribution: null } },
      errors: [{ path: ['incident', 'attribution'], extensions: { code: 'STEP_UP_REQUIRED', requiredAal: 2 } }],
    });
    expect(bodies()).not.toContain('attribution');
  });

  it('but it is asked for a reader who is cleared', async () => {
    const { body } = await alliance.as(estonian).ask(`{ incident(id: "${known}") { attribution { actor } } }`);
    expect(body).toEqual({ data: { incident: { attribution: { actor: 'WINTER FOX' } } } });
    expect(bodies()).toContain('attribution');
  });
});

describe('a nation is not told of a record that it may not know', () => {
  it('when a reader goes from a request by its incident to the lessons of all nations', async () => {
    const { body } = await alliance.as(estonian).ask(
      `{ capabilityRequest(id: "${id('r', 1, 'POL')}") {
        incident { name lessons { edges { node { id } } coverage { complete asked unavailable } } }
      } }`,
    );
    expect(body).toEqual({
      data: {
        capabilityRequest: {
          incident: {
            name: 'Incident 2',
            lessons: {
              edges: [{ node: { id: id('k', 1) } }, { node: { id: id('k', 1, 'POL') } }],
              coverage: { complete: true, asked: ['EST', 'LVA', 'POL'], unavailable: [] },
            },
          },
        },
      },
    });
    expect(alliance.requests('LVA')).toEqual([]);
    const [first] = alliance.requests('POL');
    expect(first?.body).not.toContain('lessons');
  });

  it('when a reader goes from a request by its incident back to requests and their incidents', async () => {
    const { body } = await alliance.as(estonian).ask(
      `{ capabilityRequest(id: "${id('r', 1, 'POL')}") {
        incident { name capabilityRequests { edges { node { id urgency incident { id name } } } coverage { asked unavailable } } }
      } }`,
    );
    const node = (number: number, urgency: string) => ({
      node: { id: id('r', number, 'POL'), urgency, incident: { id: confidential, name: 'Incident 2' } },
    });
    expect(body).toEqual({
      data: {
        capabilityRequest: {
          incident: {
            name: 'Incident 2',
            capabilityRequests: {
              edges: [node(1, 'PRIORITY'), node(2, 'FLASH')],
              coverage: { asked: ['EST', 'LVA', 'POL'], unavailable: [] },
            },
          },
        },
      },
    });
    expect(alliance.requests('LVA')).toEqual([]);
    const [first] = alliance.requests('POL');
    expect(first?.body).not.toContain('capabilityRequests');
  });

  it('but every nation is asked about an incident that all may know', async () => {
    const { body } = await alliance.as(estonian).ask(
      `{ incident(id: "${known}") {
        lessons { edges { node { id } } }
        capabilityRequests { edges { node { id incident { id } } } }
      } }`,
    );
    expect(body).toEqual({
      data: {
        incident: {
          lessons: { edges: [{ node: { id: id('k', 1, 'LVA') } }] },
          capabilityRequests: { edges: [{ node: { id: id('r', 1, 'LVA'), incident: { id: known } } }] },
        },
      },
    });
    for (const nation of alliance.nations) expect(bodies(nation)).toContain(known);
  });

  it('when a reader filters by it: the nation is sent an id that names nothing', async () => {
    const query = `{ lessons(where: { incident: "${confidential}" }) { edges { node { id } } coverage { complete } } }`;
    const { body } = await alliance.as(estonian).ask(query);
    expect(body).toEqual({
      data: {
        lessons: {
          edges: [{ node: { id: id('k', 1) } }, { node: { id: id('k', 1, 'POL') } }],
          coverage: { complete: true },
        },
      },
    });
    expect(alliance.requests('LVA')).not.toEqual([]);
    expect(bodies('LVA')).not.toContain(confidential);
  });
});

it('a reader’s own words and markings of others never travel: no nation is asked for labels or coverage', async () => {
  const query = `query Mine { incidents { edges { node { id label { banner } fieldMarkings { field } } } coverage { asked } } }`;
  await alliance.as(estonian).ask(query);
  expect(alliance.requests().length).toBeGreaterThanOrEqual(3);
  for (const word of ['label', 'fieldMarkings', 'coverage', 'Mine']) expect(bodies()).not.toContain(word);
});

it('a reader is known to each nation by another name, and the token stays with the gateway', async () => {
  const token = await alliance.token(estonian);
  await alliance.withToken(token).ask('{ incidents { edges { node { id } } } }');
  const passports = alliance.requests().map(({ headers }) => headers.authorization ?? '');
  expect(new Set(passports).size).toBe(3);
  const claims = passports.map((passport) => JSON.parse(atob(passport.split('.')[1] ?? '')) as Record<string, unknown>);
  expect(new Set(claims.map(({ clearance }) => JSON.stringify(clearance))).size).toBe(3);
  const sent = JSON.stringify([alliance.requests(), claims]);
  expect(sent).not.toContain('anna');
  expect(sent).not.toContain(token);
});

it('who has seen something is asked of the nations that the reader names, and the value reaches no other', async () => {
  const { body } = await alliance
    .as(estonian)
    .ask(
      '{ indicatorSightings(nations: ["EST", "LVA"], type: IPV4, value: "203.0.113.7") { edges { node { nation { code } } } coverage { asked complete } } }',
    );
  expect(body).toEqual({
    data: {
      indicatorSightings: {
        edges: [{ node: { nation: { code: 'EST' } } }],
        coverage: { asked: ['EST', 'LVA'], complete: true },
      },
    },
  });
  expect(bodies('EST')).toContain('203.0.113.7');
  expect(bodies('LVA')).toContain('203.0.113.7');
  expect(bodies('LVA')).not.toContain('"EST"');
  expect(alliance.requests('POL')).toEqual([]);
});
