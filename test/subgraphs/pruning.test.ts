import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryOf } from '../../schema/alliance/directoryOf.ts';
import { canRead } from '../../schema/label/canRead.ts';
import type { Clearance } from '../../schema/label/clearance.ts';
import type { SharingDomain } from '../../schema/label/domain.ts';
import { dominates } from '../../schema/label/dominates.ts';
import { bottom, join } from '../../schema/label/join.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import { resolve } from '../../schema/label/resolve.ts';
import type { Restriction } from '../../schema/label/label.ts';
import type { LabelledRecord } from '../../subgraphs/runtime/LabelledRecord.ts';
import { noon, reader, registry, TestNation } from './support/TestNation.ts';
import { testDatabases } from './support/testDatabases.ts';
import type { TestDatabase } from './support/testDatabases.ts';
import * as records from './support/testRecords.ts';
import { id } from './support/testRecords.ts';

type Values = Record<string, unknown>;
type AnyRecord = LabelledRecord<string, string>;

const directory = directoryOf(registry);
const end = 'ORIGINATOR EST CREATED 2025-01-01';
const pool = [
  records.open,
  records.restricted,
  records.secret,
  records.bilateral,
  records.own,
  'UNLABELLED',
  `NR REL TO EST,NATO EYES ONLY EST ${end}`,
  `NR REL TO EST,NATO ALL OF coi:EXCON ${end}`,
  `NS REL TO EST,NATO ANY OF coi:A,coi:B ${end}`,
  `CTS REL TO EST,NATO ${end}`,
];
const domains: Readonly<Record<string, SharingDomain>> = {
  Incident: 'INCIDENTS',
  IncidentLink: 'INCIDENTS',
  Acknowledgement: 'INCIDENTS',
  TimelineEntry: 'INCIDENTS',
  ReleaseRequest: 'INCIDENTS',
  ReleaseAnswer: 'INCIDENTS',
  Indicator: 'INDICATORS',
  IndicatorSighting: 'INDICATORS',
  Exercise: 'EXERCISES',
  Inject: 'EXERCISES',
  Team: 'EXERCISES',
  Objective: 'EXERCISES',
  Lesson: 'LESSONS',
};
const domainOf = ({ __typename }: AnyRecord): SharingDomain => domains[__typename] ?? 'CAPABILITIES';
const floors: Readonly<Record<string, Restriction>> = {
  attribution: { ...bottom, level: 'NC' },
  effect: { ...bottom, level: 'NS', allOf: ['coi:SCEPVA'] },
  expectedReaction: { ...bottom, allOf: ['coi:EXCON'] },
};
/** Deleted with what they name; of the others only the reference goes. */
const shownWith: Readonly<Record<string, readonly string[]>> = {
  IncidentLink: ['from', 'to'],
  ReleaseRequest: ['incident', 'capability', 'lesson'],
  ReleaseAnswer: ['request'],
  Acknowledgement: ['incident'],
  IndicatorSighting: ['indicator', 'incident'],
  RequestAnswer: ['request'],
  CapabilityUse: ['exercise', 'capability'],
};
const parents = new Set(['TimelineEntry', 'Team', 'Objective', 'Inject', 'CapabilityOffer']);

/** One nation's records, everything named by something else, and some by nothing or by other nations. */
const everything: readonly AnyRecord[] = [
  ...[1, 2, 3].map((n) =>
    records.incident(n, {
      description: 'a quiet harbour',
      attribution: { actor: 'APT Z', confidence: null, statement: null, admiraltyCode: null },
      techniques: [{ id: 'T1486', name: null, tactics: [] }],
      severity: 'S4_SEVERE',
      sectors: n === 1 ? ['ENERGY'] : [],
    }),
  ),
  ...[1, 2].map((n) => records.indicator(n, { incident: id('i', 1), pattern: '203.0.113.7' })),
  records.sighting(1, { indicator: id('n', 1), incident: id('i', 2) }),
  records.sighting(2, { indicator: id('n', 1, 'LVA'), incident: id('i', 1) }),
  records.link(1, id('i', 1), id('i', 2)),
  records.link(2, id('i', 3), id('i', 1, 'LVA')),
  records.acknowledgement(1, id('i', 1), { note: 'noted' }),
  records.acknowledgement(2, id('i', 1, 'LVA')),
  ...[1, 2].map((n) => records.timelineEntry(n, id('i', n), { text: 'declared' })),
  ...[
    { incident: id('i', 1) },
    { incident: id('i', 1, 'LVA') },
    { capability: id('c', 1) },
    { lesson: id('k', 1) },
  ].map((about, index) => records.releaseRequest(index + 1, { ...about, reason: 'seen here' })),
  records.releaseAnswer(1, id('q', 1), { reason: 'granted' }),
  records.releaseAnswer(2, id('q', 1, 'LVA'), { reason: 'granted' }),
  ...[1, 2].map((n) =>
    records.capability(n, { summary: 's', effect: { description: 'e', approvalAuthority: 'a', targetClasses: [] } }),
  ),
  ...[1, 2].map((n) => records.offer(n, id('c', 1), { terms: 't' })),
  ...[1, 2].map((n) => records.capabilityRequest(n, { need: 'help', incident: id('i', n), exercise: id('e', 1) })),
  records.requestAnswer(1, id('r', 1), { capability: id('c', 1), terms: 't' }),
  records.requestAnswer(2, id('r', 1, 'LVA'), { capability: id('c', 2) }),
  records.capabilityUse(1, id('e', 1), id('c', 1), { rating: 4 }),
  records.exercise(1, { participants: ['LVA'], scenario: 'a storm' }),
  ...[1, 2].map((n) => records.objective(n, id('e', 1), { met: 'MET' })),
  ...[1, 2].map((n) => records.team(n, id('e', 1), { score: 1 })),
  records.inject(1, id('e', 1), { teams: [id('m', 1), id('m', 2)], content: 'c', expectedReaction: 'r' }),
  ...[1, 2].map((n) =>
    records.lesson(n, { observation: 'harbour', exercise: id('e', 1), incidents: [id('i', n), id('i', 1, 'LVA')] }),
  ),
];
const portionFields = [
  'description',
  'attribution',
  'techniques',
  'pattern',
  'note',
  'text',
  'summary',
  'effect',
  'terms',
  'need',
  'rating',
  'reason',
  'participants',
  'scenario',
  'met',
  'score',
  'content',
  'expectedReaction',
  'observation',
];

const restrictionOf = (text: string, record: AnyRecord): Restriction => {
  const marking = parseMarking(text);
  if (marking === null) throw new Error(`\`${text}\` is no marking`);
  return resolve(marking.label, 'EST', directory, domainOf(record), noon);
};

/** The record under that label, its portions under theirs where those are stricter. */
function labelled(record: AnyRecord, label: number, portions: readonly number[]): AnyRecord {
  const text = pool[label] ?? 'UNLABELLED';
  const own = portionFields
    .filter((field) => Object.hasOwn(record, field) && !(record.__typename === 'Objective' && field === 'text'))
    .map((field, index) => [field, pool[portions[index] ?? 0] ?? ''] as const)
    .filter(([, portion]) => portion !== 'UNLABELLED' && portion !== records.open)
    .filter(([, portion]) => dominates(restrictionOf(portion, record), restrictionOf(text, record)));
  return { ...record, label: text, portions: Object.fromEntries(own) };
}

/** The store as if what this reader may not see had never been. */
function prune(all: readonly AnyRecord[], clearance: Clearance): readonly AnyRecord[] {
  const opens = (restriction: Restriction, record: AnyRecord) =>
    canRead(clearance, restriction, domainOf(record)).effect === 'permit';
  const readable = all.filter((record) => opens(restrictionOf(record.label, record), record));
  const there = new Set(readable.map((record) => record.id));
  const gone = (value: unknown) => typeof value === 'string' && value.startsWith('EST:') && !there.has(value);
  return readable
    .filter(
      (record) => !(shownWith[record.__typename] ?? []).some((field) => gone((record as unknown as Values)[field])),
    )
    .map((record) => {
      const hidden = Object.entries(record.portions).filter(
        ([, text]) => text !== undefined && !opens(restrictionOf(text, record), record),
      );
      const shut = Object.entries(floors).filter(([field, floor]) =>
        [record.label, record.portions[field] ?? record.label].some(
          (text) => !opens(join(restrictionOf(text, record), floor), record),
        ),
      );
      const away = new Set([...hidden, ...shut].map(([field]) => field));
      const values = Object.entries(record).map(([field, value]: [string, unknown]) => {
        if (away.has(field)) return [field, null];
        if (Array.isArray(value)) return [field, value.filter((item) => !gone(item))];
        return [field, gone(value) && !parents.has(record.__typename) ? null : value];
      });
      const portions = Object.entries(record.portions).filter(([field]) => !away.has(field));
      return { ...(Object.fromEntries(values) as AnyRecord), portions: Object.fromEntries(portions) };
    });
}

const node = (fields: string) =>
  `{ edges { cursor node { id marking ${fields} } } pageInfo { hasNextPage endCursor } }`;
const incidentFields = `version name description attribution { actor } techniques { id } severity
  indicators ${node('pattern sightings { edges { node { id } } }')} related(first: 1) ${node('from { id } to { id }')} timeline ${node('text')}
  acknowledgements ${node('note')} releaseRequests ${node(`version reason answers ${node('reason')}`)} capabilityRequests(first: 1) ${node('need')} lessons ${node('version title')}`;
const lists = [
  `{ releaseRequests(first: 1, where: { status: [OPEN] }) ${node('reason incident { id } capability { id } lesson { id }')} }`,
  `{ incidents(first: 2) ${node(incidentFields)} capabilities ${node(`version summary effect { description } offers { id terms } releaseRequests ${node('reason')}`)} }`,
  `{ incidents(where: { text: "harbour" }) ${node('id')} byActor: incidents(where: { attributedTo: "APT Z" }) ${node('id')}
     byTechnique: incidents(where: { techniques: ["T1486"] }, orderBy: SEVERITY_DESC) ${node('id')} lessons(where: { text: "HARB" }) ${node('observation')}
     capabilities(where: { offeredTo: "LVA" }) ${node('id')} named: lessons(where: { incident: "${id('i', 1)}" }) ${node('id')}
     indicatorSightings(nations: ["EST"], type: IPV4, value: "203.0.113.7") ${node('indicator { id }')} }`,
  `{ situation { counted { key count marking } bySeverity { key count marking } bySector { key count marking } } }`,
  `{ capabilityRequests ${node('version need incident { id } exercise { id } responses { edges { node { id capability { id } terms } } }')}
     lessons ${node(`version incidents { id } exercise { id } releaseRequests ${node('reason')}`)}
     exercises ${node('version scenario participants { code } objectives { id met } teams { id score } injects { edges { node { id content teams { id } } } } capabilitiesUsed { edges { node { id rating } } } lessons { edges { node { id } } }')} }`,
  `{ _entities(representations: [
       { __typename: "Incident", id: "${id('i', 1, 'LVA')}" }, { __typename: "Incident", id: "${id('i', 1)}" }, { __typename: "Inject", id: "${id('j', 1)}" },
       { __typename: "Indicator", id: "${id('n', 1, 'LVA')}" }, { __typename: "CapabilityRequest", id: "${id('r', 1, 'LVA')}" }
     ]) { ... on Incident { id lessons ${node('title')} related ${node('from { id }')} acknowledgements ${node('note')} }
       ... on Inject { version content expectedReaction teams { id } } ... on Indicator { id sightings ${node('id')} } ... on CapabilityRequest { id responses ${node('id')} } } }`,
];
const direct = `{ a: incident(id: "${id('i', 1)}") { version } b: capability(id: "${id('c', 1)}") { version } c: lesson(id: "${id('k', 1)}") { version } d: inject(id: "${id('j', 1)}") { version } }`;

const readers = fc
  .record({
    nation: fc.constantFrom('EST', 'LVA', 'POL'),
    nationality: fc.constantFrom('EST', 'LVA'),
    level: fc.constantFrom('NU', 'NR', 'NC', 'NS', 'CTS'),
    categories: fc.subarray(['coi:A', 'coi:EXCON', 'coi:SCEPVA']),
    roles: fc.subarray(['SECURITY_OFFICER'] as const),
    aal: fc.constantFrom(1, 2, 3),
  })
  .map(({ nation, level, ...more }) => reader(nation, level, more));
const choice = fc.integer({ min: 0, max: pool.length - 1 });
const stores = fc
  .array(fc.tuple(choice, fc.array(choice, { minLength: 8, maxLength: 8 })), {
    minLength: everything.length,
    maxLength: everything.length,
  })
  .map((choices) =>
    everything.map((record, index) => labelled(record, choices[index]?.[0] ?? 0, choices[index]?.[1] ?? [])),
  );

describe.each(testDatabases.filter(({ skip }) => !skip))('pruning a nation on $name', ({ open: openDatabase }) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openDatabase();
  });

  afterAll(async () => {
    await database.close();
  });

  async function answers(store: readonly AnyRecord[], clearances: readonly Clearance[]): Promise<readonly string[]> {
    await database.clear('EST');
    const nation = await TestNation.start(database);
    await nation.put(...store);
    const found: string[] = [];
    for (const clearance of clearances) {
      for (const query of clearance.aal === 3 ? [...lists, direct] : lists)
        found.push(JSON.stringify(await nation.ask(clearance, query)));
    }
    await nation.stop();
    return found;
  }

  it('every answer equals, by bytes, that of a store in which nothing hidden ever was', async () => {
    let hidden = 0;
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(stores, fc.array(readers, { minLength: 2, maxLength: 2 }), async (store, clearances) => {
        const full = await answers(store, clearances);
        const alone: string[] = [];
        for (const clearance of clearances) {
          const remains = prune(store, clearance);
          hidden += store.length - remains.length;
          shown += remains.length;
          alone.push(...(await answers(remains, [clearance])));
        }
        expect(alone).toEqual(full);
      }),
      { numRuns: 12, endOnFailure: true },
    );
    expect(Math.min(hidden, shown)).toBeGreaterThan(20);
  });
});
