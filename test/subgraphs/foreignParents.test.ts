import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reader, TestNation } from './support/TestNation.ts';
import { testDatabases } from './support/testDatabases.ts';
import type { TestDatabase } from './support/testDatabases.ts';
import {
  acknowledgement,
  capability,
  capabilityRequest,
  capabilityUse,
  id,
  incident,
  lesson,
  link,
  requestAnswer,
  secret,
  sighting,
} from './support/testRecords.ts';

const latvianIncident = id('i', 1, 'LVA');
const polishExercise = id('e', 1, 'POL');
const polishRequest = id('r', 1, 'POL');
const latvianIndicator = id('n', 1, 'LVA');
const idsOf = 'edges { node { id } }';
const nodes = (...ids: readonly string[]) => ({ edges: ids.map((each) => ({ node: { id: each } })) });

describe('records of other nations', () => {
  let database: TestDatabase;
  let nation: TestNation;

  beforeAll(async () => {
    database = await testDatabases[0].open();
    nation = await TestNation.start(database);
    await nation.put(
      incident(1),
      incident(2, { label: secret }),
      capability(1),
      capability(2, { label: secret }),
      lesson(1, { incidents: [latvianIncident], exercise: polishExercise }),
      lesson(2, { incidents: [latvianIncident], label: secret }),
      link(1, id('i', 1), latvianIncident),
      link(2, latvianIncident, id('i', 2)),
      link(3, latvianIncident, latvianIncident),
      acknowledgement(1, latvianIncident),
      capabilityRequest(1, { incident: latvianIncident, exercise: polishExercise }),
      requestAnswer(1, polishRequest, { capability: id('c', 1) }),
      requestAnswer(2, polishRequest, { capability: id('c', 2) }),
      capabilityUse(1, polishExercise, id('c', 1)),
      capabilityUse(2, polishExercise, id('c', 2)),
      sighting(1, { indicator: latvianIndicator, incident: id('i', 1) }),
      sighting(2, { indicator: latvianIndicator, incident: id('i', 2) }),
    );
  });

  afterAll(async () => {
    await nation.stop();
    await database.close();
  });

  it('the gathered lists of a foreign record hold what this nation keeps about it', async () => {
    const query = `query($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Incident { id lessons { ${idsOf} } related { ${idsOf} } acknowledgements { ${idsOf} } capabilityRequests { ${idsOf} } }
      ... on Exercise { id capabilitiesUsed { ${idsOf} } lessons { ${idsOf} } }
      ... on CapabilityRequest { id responses { edges { node { id capability { id } } } } }
      ... on Indicator { id sightings { ${idsOf} } } } }`;
    const representations = [
      { __typename: 'Incident', id: latvianIncident },
      { __typename: 'Exercise', id: polishExercise },
      { __typename: 'CapabilityRequest', id: polishRequest },
      { __typename: 'Indicator', id: latvianIndicator },
    ];
    expect(await nation.ask(reader('LVA', 'NR'), query, { representations })).toEqual({
      _entities: [
        {
          id: latvianIncident,
          lessons: nodes(id('k', 1)),
          related: nodes(id('l', 1), id('l', 3)),
          acknowledgements: nodes(id('a', 1)),
          capabilityRequests: nodes(id('r', 1)),
        },
        { id: polishExercise, capabilitiesUsed: nodes(id('u', 1)), lessons: nodes(id('k', 1)) },
        {
          id: polishRequest,
          responses: {
            edges: [
              { node: { id: id('w', 1), capability: { id: id('c', 1) } } },
              { node: { id: id('w', 2), capability: null } },
            ],
          },
        },
        { id: latvianIndicator, sightings: nodes(id('s', 1)) },
      ],
    });
    const cleared = await nation.ask(reader('LVA', 'NS'), query, { representations });
    expect(cleared).toMatchObject({
      _entities: [
        { lessons: nodes(id('k', 1), id('k', 2)), related: nodes(id('l', 1), id('l', 2), id('l', 3)) },
        { capabilitiesUsed: nodes(id('u', 1), id('u', 2)) },
        {},
        { sightings: nodes(id('s', 1), id('s', 2)) },
      ],
    });
  });

  it('a foreign record of which nobody else holds a part is nobody, and so are the lists of another nation', async () => {
    const query = `query($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Nation { incidents { ${idsOf} } } } }`;
    const representations = [
      { __typename: 'ReleaseAnswer', id: id('d', 1, 'LVA') },
      { __typename: 'RequestAnswer', id: id('w', 1, 'LVA') },
      { __typename: 'Nation', code: 'LVA' },
      { __typename: 'Nation', code: 'EST' },
    ];
    expect(await nation.ask(reader('LVA', 'NR'), query, { representations })).toEqual({
      _entities: [null, null, null, { __typename: 'Nation', incidents: nodes(id('i', 1)) }],
    });
  });

  it('one parent’s list does not leak into another’s page', async () => {
    const query = `{ _entities(representations: [
      { __typename: "Incident", id: "${latvianIncident}" }, { __typename: "Incident", id: "${id('i', 9, 'LVA')}" }
    ]) { ... on Incident { lessons(first: 1) { ${idsOf} pageInfo { hasNextPage } } } } }`;
    expect(await nation.ask(reader('LVA', 'NS'), query)).toEqual({
      _entities: [
        { lessons: { ...nodes(id('k', 1)), pageInfo: { hasNextPage: true } } },
        { lessons: { edges: [], pageInfo: { hasNextPage: false } } },
      ],
    });
  });
});
