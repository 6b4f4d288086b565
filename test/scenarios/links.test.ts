import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyRecord } from '../support/alliance/AllianceNation.ts';
import { labelOf, ownedBy } from '../support/alliance/ownedBy.ts';
import { startTestAlliance, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import {
  acknowledgement,
  capability,
  capabilityRequest,
  capabilityUse,
  exercise,
  id,
  incident,
  indicator,
  lesson,
  link,
  requestAnswer,
  sighting,
} from '../subgraphs/support/testRecords.ts';

const nations = ['EST', 'LVA', 'POL'];
/** Estonia's incident, for which Latvia asks for help; what Poland's exercise taught reaches Latvia's incident. */
const first = id('i', 1);
const last = id('i', 2, 'LVA');
const request = id('r', 1, 'LVA');
const trained = id('e', 1, 'POL');
const pattern = id('n', 1);
const offered = id('c', 1, 'POL');

const chain: Readonly<Record<string, readonly AnyRecord[]>> = {
  EST: [
    incident(1),
    indicator(1, { incident: first }),
    ownedBy('EST', link(1, first, last)),
    ownedBy('EST', lesson(1, { exercise: trained, incidents: [last] })),
    ownedBy('EST', capabilityRequest(1, { incident: first, exercise: trained })),
    ownedBy('EST', capability(1)),
    ownedBy('EST', capabilityUse(1, trained, id('c', 1))),
    ownedBy('EST', requestAnswer(1, request, { capability: id('c', 1) })),
    ownedBy('EST', acknowledgement(1, last)),
    ownedBy('EST', sighting(1, { indicator: pattern, incident: last })),
  ],
  LVA: [
    ownedBy('LVA', incident(2)),
    ownedBy('LVA', capabilityRequest(1, { incident: first, exercise: trained })),
    ownedBy('LVA', link(1, last, first)),
    ownedBy('LVA', lesson(1, { exercise: trained, incidents: [first, last] })),
    ownedBy('LVA', acknowledgement(1, first)),
    ownedBy('LVA', sighting(1, { indicator: pattern, incident: last })),
    ownedBy('LVA', capability(1)),
    ownedBy('LVA', capabilityUse(1, trained, id('c', 1, 'LVA'))),
    ownedBy('LVA', requestAnswer(1, request)),
  ],
  POL: [
    ownedBy('POL', exercise(1)),
    ownedBy('POL', capability(1)),
    ownedBy('POL', lesson(1, { exercise: trained, incidents: [last] })),
    ownedBy('POL', link(1, first, last)),
    ownedBy('POL', acknowledgement(1, first)),
    ownedBy('POL', sighting(1, { indicator: pattern, incident: first })),
    ownedBy('POL', capabilityRequest(1, { incident: first })),
    ownedBy('POL', capabilityUse(1, trained, offered)),
    ownedBy('POL', requestAnswer(1, request, { capability: offered })),
  ],
};

let alliance: TestAlliance;
beforeAll(async () => {
  alliance = await startTestAlliance({ nations, records: chain });
});
afterAll(() => alliance.stop());

const ask = async (query: string) => alliance.as({ nation: 'EST' }).ask(query);
const list = (selection: string): string =>
  `{ edges { cursor node { ${selection} } } pageInfo { hasNextPage endCursor } coverage { complete asked unavailable } }`;

it('a reader goes from an incident by request, exercise and lesson to another nation’s incident', async () => {
  const { body } = await ask(`{ incident(id: "${first}") { capabilityRequests(first: 5) { edges { node {
    id
    exercise { id lessons(first: 5) { edges { node { id incidents { id name owner { code } } } } } }
  } } } } }`);
  const incidents = (...ids: string[]) =>
    ids.map((each) => (each === first ? { id: first, name: 'Incident 1', owner: { code: 'EST' } } : theLast));
  const theLast = { id: last, name: 'Incident 2', owner: { code: 'LVA' } };
  const lessons = {
    edges: [
      { node: { id: id('k', 1), incidents: incidents(last) } },
      { node: { id: id('k', 1, 'LVA'), incidents: incidents(first, last) } },
      { node: { id: id('k', 1, 'POL'), incidents: incidents(last) } },
    ],
  };
  expect(body).toEqual({
    data: {
      incident: {
        capabilityRequests: {
          edges: [
            { node: { id: id('r', 1), exercise: { id: trained, lessons } } },
            { node: { id: request, exercise: { id: trained, lessons } } },
            { node: { id: id('r', 1, 'POL'), exercise: null } },
          ],
        },
      },
    },
  });
});

it('a reader goes the same way back, and meets what every nation holds', async () => {
  const { body } = await ask(`{
    incident(id: "${last}") {
      lessons { edges { node { id exercise { id name host { code } } } } }
      related { edges { node { id from { id } to { id } assertedBy { code } } } }
      acknowledgements { edges { node { id nation { code } } } }
    }
    exercise(id: "${trained}") {
      capabilitiesUsed { edges { node { id capability { id owner { code } } } } }
    }
    capabilityRequest(id: "${request}") {
      incident { id owner { name } }
      responses { edges { node { by { code } capability { name } } } }
    }
    indicator(id: "${pattern}") { sightings { edges { node { nation { code } incident { id } } } } }
  }`);
  const theExercise = { id: trained, name: 'Exercise 1', host: { code: 'POL' } };
  const edges = <T>(make: (nation: string) => T) => ({ edges: nations.map((nation) => ({ node: make(nation) })) });
  expect(body).toEqual({
    data: {
      incident: {
        lessons: edges((nation) => ({ id: id('k', 1, nation), exercise: theExercise })),
        related: edges((nation) => ({
          id: id('l', 1, nation),
          from: { id: nation === 'LVA' ? last : first },
          to: { id: nation === 'LVA' ? first : last },
          assertedBy: { code: nation },
        })),
        acknowledgements: { edges: [{ node: { id: id('a', 1), nation: { code: 'EST' } } }] },
      },
      exercise: {
        capabilitiesUsed: edges((nation) => ({
          id: id('u', 1, nation),
          capability: { id: id('c', 1, nation), owner: { code: nation } },
        })),
      },
      capabilityRequest: {
        incident: { id: first, owner: { name: 'Estonia' } },
        responses: edges((nation) => ({
          by: { code: nation },
          capability: nation === 'LVA' ? null : { name: 'Capability 1' },
        })),
      },
      indicator: {
        sightings: edges((nation) => ({ nation: { code: nation }, incident: { id: nation === 'POL' ? first : last } })),
      },
    },
  });
});

/** A tie from what is asked about to `end`. Without it the holder's record is gone, or names nothing in that place. */
interface Tie {
  readonly query: string;
  readonly holder: string;
  readonly tie: string;
  readonly without?: Readonly<Record<string, unknown>>;
  readonly endOwner: string;
  readonly end: string;
}

const related = list('id relation from { id name } to { id name } label { banner }');
const ties: readonly (readonly [what: string, tie: Tie])[] = [
  [
    'a link to an incident',
    {
      query: `{ incident(id: "${first}") { related ${related} } }`,
      holder: 'POL',
      tie: id('l', 1, 'POL'),
      endOwner: 'LVA',
      end: last,
    },
  ],
  [
    'a link from an incident',
    {
      query: `{ incident(id: "${last}") { related ${related} } }`,
      holder: 'POL',
      tie: id('l', 1, 'POL'),
      endOwner: 'EST',
      end: first,
    },
  ],
  [
    'the incident of a request',
    {
      query: `{ capabilityRequest(id: "${request}") { id incident { id name } exercise { id } } }`,
      holder: 'LVA',
      tie: request,
      without: { incident: null },
      endOwner: 'EST',
      end: first,
    },
  ],
  [
    'the exercise of a request',
    {
      query: `{ incident(id: "${first}") { capabilityRequests ${list('id exercise { id name lessons { edges { node { id } } } }')} } }`,
      holder: 'LVA',
      tie: request,
      without: { exercise: null },
      endOwner: 'POL',
      end: trained,
    },
  ],
  [
    'an incident of a lesson',
    {
      query: `{ lesson(id: "${id('k', 1, 'LVA')}") { title incidents { id name } exercise { id } } }`,
      holder: 'LVA',
      tie: id('k', 1, 'LVA'),
      without: { incidents: [last] },
      endOwner: 'EST',
      end: first,
    },
  ],
  [
    'the exercise of a lesson',
    {
      query: `{ incident(id: "${last}") { lessons ${list('id title exercise { id name }')} } }`,
      holder: 'EST',
      tie: id('k', 1),
      without: { exercise: null },
      endOwner: 'POL',
      end: trained,
    },
  ],
  [
    'an answer with the capability it offers',
    {
      query: `{ capabilityRequest(id: "${request}") { responses ${list('id capability { id name }')} } }`,
      holder: 'POL',
      tie: id('w', 1, 'POL'),
      without: { capability: null },
      endOwner: 'POL',
      end: offered,
    },
  ],
  [
    'a use of a capability in an exercise',
    {
      query: `{ exercise(id: "${trained}") { capabilitiesUsed ${list('id rating capability { id name } exercise { id }')} } }`,
      holder: 'LVA',
      tie: id('u', 1, 'LVA'),
      endOwner: 'LVA',
      end: id('c', 1, 'LVA'),
    },
  ],
  [
    'a sighting of an indicator in an incident',
    {
      query: `{ indicator(id: "${pattern}") { sightings ${list('id incident { id name } indicator { id }')} } }`,
      holder: 'POL',
      tie: id('s', 1, 'POL'),
      endOwner: 'EST',
      end: first,
    },
  ],
];

const recordOf = (nation: string, wanted: string): AnyRecord => {
  const found = chain[nation]?.find((record) => record.id === wanted);
  if (!found) throw new TypeError(`no record ${wanted}`);
  return found;
};

describe.each(ties)('%s', (_, { query, holder, tie, without, endOwner, end }) => {
  const ways: readonly (readonly [way: string, lose: () => Promise<unknown>, regain: () => Promise<unknown>])[] = [
    [
      'narrowed',
      async () => alliance.nation(endOwner).put([{ ...recordOf(endOwner, end), label: labelOf(endOwner, 'CTS', []) }]),
      async () => alliance.nation(endOwner).put([recordOf(endOwner, end)]),
    ],
    [
      'deleted',
      async () => alliance.nation(endOwner).delete(end),
      async () => alliance.nation(endOwner).put([recordOf(endOwner, end)]),
    ],
    ['out of reach', async () => alliance.nation(endOwner).stop(), async () => alliance.nation(endOwner).start()],
  ];

  const possible = ways.filter(([way]) => way !== 'out of reach' || endOwner !== holder);
  it.each(possible)(
    'is as if it had never been written for a reader once its far end is %s',
    async (_way, lose, regain) => {
      const whole = await ask(query);
      expect(whole.text).toContain(end);
      await lose();
      const left = await ask(query);
      expect(left.status).toBe(200);
      expect(left.text).not.toContain(end);
      if (without) await alliance.nation(holder).put([{ ...recordOf(holder, tie), ...without }]);
      else await alliance.nation(holder).delete(tie);
      expect(await ask(query)).toEqual(left);
      await alliance.nation(holder).put([recordOf(holder, tie)]);
      expect(await ask(query)).toEqual(left);
      await regain();
      expect(await ask(query)).toEqual(whole);
    },
  );
});

it('a reader may have both ends and the link, but not where the nation that keeps it may no longer know an end', async () => {
  const query = `{ incident(id: "${last}") { related ${related} } }`;
  const whole = await ask(query);
  await alliance.nation('EST').put([{ ...recordOf('EST', first), label: labelOf('EST', 'NR', ['LVA']) }]);
  const left = await ask(query);
  expect(left.text).toContain(id('l', 1, 'LVA'));
  expect(left.text).not.toContain(id('l', 1, 'POL'));
  await alliance.nation('POL').delete(id('l', 1, 'POL'));
  expect(await ask(query)).toEqual(left);
  await alliance.nation('POL').put([recordOf('POL', id('l', 1, 'POL'))]);
  await alliance.nation('EST').put([recordOf('EST', first)]);
  expect(await ask(query)).toEqual(whole);
});
