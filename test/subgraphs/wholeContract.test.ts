import { getNamedType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedAs, releasable } from '../../subgraphs/releases/releasable.ts';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';
import { reader, TestNation } from './support/TestNation.ts';
import { testDatabases } from './support/testDatabases.ts';
import type { TestDatabase } from './support/testDatabases.ts';
import * as records from './support/testRecords.ts';
import { id } from './support/testRecords.ts';

/** What the gateway never asks a nation for. */
const gatewayOnly = new Set(['label', 'fieldMarkings', 'coverage']);
const at = '2025-04-01T00:00:00.000Z';

/** Every field of the type, records beneath it by what is asked of them on their own. */
function selectionOf(type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).filter(({ name }) => !gatewayOnly.has(name));
  return `{ __typename ${fields.map((field) => fieldText(field, depth)).join(' ')} }`;
}

function fieldText(field: GraphQLField<unknown, unknown>, depth: number): string {
  const named = getNamedType(field.type);
  if (!isObjectType(named)) return field.name;
  if ('code' in named.getFields()) return `${field.name} { code }`;
  if (depth === 0 && 'id' in named.getFields()) return `${field.name} { id }`;
  return `${field.name} ${selectionOf(named, 'id' in named.getFields() ? depth - 1 : depth)}`;
}

const entityTypes = ['Incident', 'Indicator', 'Capability', 'CapabilityRequest', 'Exercise', 'Inject', 'Lesson'];
const idOf: Readonly<Record<string, string>> = {
  Incident: id('i', 1),
  Indicator: id('n', 1),
  Capability: id('c', 1),
  CapabilityRequest: id('r', 1),
  Exercise: id('e', 1),
  Inject: id('j', 1),
  Lesson: id('k', 1),
};

describe('the whole contract', () => {
  let database: TestDatabase;
  let nation: TestNation;

  beforeAll(async () => {
    database = await testDatabases[0].open();
    nation = await TestNation.start(database);
    await nation.put(
      records.incident(1, {
        description: 'what happened',
        status: 'RECOVER',
        determination: 'CONFIRMED',
        severity: 'S4_SEVERE',
        nationalSeverity: { scheme: 'NCISS', value: 'severe' },
        incidentTypes: ['ransomware'],
        detection: 'EDR',
        sectors: ['ENERGY'],
        occurredAt: '2025-02',
        detectedAt: at,
        reportedAt: at,
        containedAt: at,
        acknowledgeBy: at,
        closedAt: at,
        affectedNations: ['LVA', 'EST'],
        impacts: [
          {
            kind: 'MONETARY',
            criticality: 40,
            description: 'loss',
            recoverability: 'REGULAR',
            recordsAffected: 2 ** 40,
            amount: 2 ** 52,
            currency: 'EUR',
          },
        ],
        techniques: [{ id: 'T1486', name: 'Data Encrypted for Impact', tactics: ['impact'] }],
        attribution: { actor: 'an actor', confidence: 60, statement: 'likely', admiraltyCode: 'B2' },
        vulnerabilities: [{ cve: 'CVE-2024-3400', cvss: 9.8, exploitedInTheWild: true, patchedAt: at }],
        externalReferences: [{ sourceName: 'misp', externalId: '7', url: 'https://example.org', description: 'case' }],
        source: { format: 'veris', reference: 'a', record: '{"b":[1],"a":null}' },
      }),
      records.incident(2),
      records.indicator(1, {
        incident: id('i', 1),
        pattern: '203.0.113.7',
        confidence: 80,
        validUntil: at,
        pap: 'AMBER',
      }),
      records.sighting(1, { indicator: id('n', 1), incident: id('i', 1), firstSeen: at, count: 2 ** 33 }),
      records.link(1, id('i', 1), id('i', 2), { confidence: 70 }),
      records.acknowledgement(1, id('i', 1), { note: 'noted' }),
      records.timelineEntry(1, id('i', 1), { text: 'declared' }),
      ...askedAs.map((as, index) =>
        records.releaseRequest(index + 1, { [as]: idOf[releasable[as].type], reason: 'seen here, too' }),
      ),
      records.releaseAnswer(1, id('q', 1), { reason: 'for your eyes' }),
      records.capability(1, {
        summary: 'analysis',
        noticeToMoveHours: 12,
        headcount: 9,
        specialisms: ['ICS'],
        tooling: [{ name: 'sandbox', version: '2', standards: ['STIX 2.1'], postQuantumReady: false }],
        effect: { description: 'effect', approvalAuthority: 'MoD', targetClasses: ['server'] },
        pointOfContact: 'duty officer',
        agreements: [id('g', 2, 'ALLIANCE'), id('g', 1, 'ALLIANCE')],
      }),
      records.offer(1, id('c', 1), { until: at, under: id('g', 1, 'ALLIANCE'), terms: 'costs shared' }),
      records.capabilityRequest(1, {
        neededBy: at,
        to: ['LVA'],
        need: 'help',
        incident: id('i', 1),
        exercise: id('e', 1),
        accepted: [id('w', 1)],
      }),
      records.requestAnswer(1, id('r', 1), { capability: id('c', 1), terms: 'free' }),
      records.capabilityUse(1, id('e', 1), id('c', 1), { team: 'BT1', rating: 4, note: 'well done' }),
      records.exercise(1, {
        endsAt: at,
        participants: ['LVA', 'EST'],
        partnerOrganisations: ['EU'],
        scenario: 'a storm',
      }),
      records.objective(1, id('e', 1), { trainingAudience: 'SOC', met: 'PARTLY' }),
      records.team(1, id('e', 1), { score: 71.5 }),
      records.inject(1, id('e', 1), {
        releasedAt: at,
        teams: [id('m', 1)],
        content: 'lights out',
        expectedReaction: 'isolate',
      }),
      records.lesson(1, {
        observation: 'o',
        discussion: 'd',
        conclusion: 'c',
        recommendation: 'r',
        exercise: id('e', 1),
        incidents: [id('i', 1)],
        actionBy: ['EST'],
      }),
    );
  });

  afterAll(async () => {
    await nation.stop();
    await database.close();
  });

  const expert = reader('EST', 'CTS', {
    categories: ['coi:EXCON', 'coi:SCEPVA'],
    roles: ['ANALYST', 'EXERCISE_CONTROL', 'SECURITY_OFFICER'],
  });

  it.each(entityTypes)('every field of %s has its value, as an entity and by id', async (name) => {
    const type = nationContract().schema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} is no type`);
    const selection = selectionOf(type, 1);
    const field = `${name[0]?.toLowerCase()}${name.slice(1)}`;
    const data = (await nation.ask(
      expert,
      `{ one: ${field}(id: "${idOf[name]}") ${selection} _entities(representations: [{ __typename: "${name}", id: "${idOf[name]}" }]) { ... on ${name} ${selection} } }`,
    )) as { one: Record<string, unknown>; _entities: readonly unknown[] };
    expect(data._entities[0]).toEqual(data.one);
    expect(
      Object.entries(data.one).filter(([, value]) => value === null || (Array.isArray(value) && value.length === 0)),
    ).toEqual([]);
    const lists = Object.values(data.one).filter((value) => value instanceof Object && 'edges' in value);
    expect(lists.every((list) => (list as { edges: unknown[] }).edges.length > 0)).toBe(true);
  });

  it('every list at the root and of a nation is served', async () => {
    const { schema } = nationContract();
    const query = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ name }) => !name.startsWith('_'));
    // What the gateway makes itself, nobody asks a nation for.
    const lists = query.filter(
      ({ args, astNode }) =>
        !args.some(({ name }) => name === 'id') && !astNode?.directives?.some(({ name }) => name.value === 'match'),
    );
    expect(lists.map(({ name }) => name).toSorted()).toEqual([
      'capabilities',
      'capabilityRequests',
      'exercises',
      'incidents',
      'indicatorSightings',
      'lessons',
      'releaseRequests',
      'situation',
    ]);
    const required = { indicatorSightings: '(nations: ["EST"], type: IPV4, value: "203.0.113.7")' } as Record<
      string,
      string
    >;
    const text = lists.map((field) => {
      const named = getNamedType(field.type);
      return `${field.name}${required[field.name] ?? ''} ${isObjectType(named) ? selectionOf(named, 0) : ''}`;
    });
    const nationType = schema.getType('Nation');
    const ofNation = isObjectType(nationType) ? selectionOf(nationType, 0) : '';
    const data = await nation.ask(
      expert,
      `{ ${text.join(' ')} _entities(representations: [{ __typename: "Nation", code: "EST" }]) { ... on Nation ${ofNation} } }`,
    );
    for (const { type } of lists) expect(isNonNullType(type) || isListType(type)).toBe(false);
    const { situation, ...connections } = data as Record<string, { edges?: unknown[] }>;
    expect(situation).toBeDefined();
    const empty = Object.entries(connections).filter(([name, list]) => name !== '_entities' && !list.edges?.length);
    expect(empty).toEqual([]);
  });

  it('values come back as they were written', async () => {
    expect(
      await nation.ask(
        expert,
        `{ incident(id: "${id('i', 1)}") { impacts { amount recordsAffected } source { record } affectedNations { code } occurredAt }
           indicator(id: "${id('n', 1)}") { sightings { edges { node { count } } } }
           capability(id: "${id('c', 1)}") { agreements { id } } }`,
      ),
    ).toEqual({
      incident: {
        impacts: [{ amount: 2 ** 52, recordsAffected: 2 ** 40 }],
        source: { record: { b: [1], a: null } },
        affectedNations: [{ code: 'EST' }, { code: 'LVA' }],
        occurredAt: '2025-02',
      },
      indicator: { sightings: { edges: [{ node: { count: 2 ** 33 } }] } },
      capability: { agreements: [{ id: id('g', 1, 'ALLIANCE') }, { id: id('g', 2, 'ALLIANCE') }] },
    });
  });
});
