import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import type { AnyRecord } from '../support/alliance/AllianceNation.ts';
import type { Answer } from '../support/alliance/postGraphql.ts';
import {
  startTestAlliance,
  wednesday,
  type Records,
  type TestAlliance,
} from '../support/alliance/startTestAlliance.ts';
import { countOf, prune, type StoredRecord, type Stores } from '../support/oracle/prune.ts';
import { readRegistryFacts } from '../support/oracle/RegistryFacts.ts';
import { oracleReader } from './oracleReader.ts';

const nations = ['EST', 'LVA', 'POL'];
const communities = ['cav:ATOMAL', 'coi:AGENCY', 'coi:EXCON', 'coi:ICS', 'coi:SCEPVA'];
const readers: readonly (AllianceReader & { readonly who: string })[] = [
  { who: 'a Latvian cleared to NU', nation: 'LVA', level: 'NU', categories: [] },
  { who: 'an Estonian cleared to NR', nation: 'EST', level: 'NR' },
  { who: 'a Pole cleared to NS in no community', nation: 'POL', level: 'NS', categories: [] },
  { who: 'an Estonian cleared to CTS in many communities', nation: 'EST', level: 'CTS', categories: communities },
  {
    who: 'a Latvian cleared to CTS and signed in weakly',
    nation: 'LVA',
    level: 'CTS',
    categories: communities,
    aal: 1,
  },
  { who: 'a member of the staff of the EU', nation: 'EU', nationality: 'DEU', level: 'NS', aal: 2 },
];

/** With a lock open, only what the other lock can decide alone is asked. */
const nationsDecide = process.env['NATION_LOCK'] !== 'permit';
const version = nationsDecide ? 'version' : '';
const labels = 'label { level banner } fieldMarkings { field banner }';
const page = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } coverage { complete asked unavailable }';
const incident = `id ${version} name severity updatedAt description ${labels} affectedNations { code name }
  impacts { kind description } techniques { id } attribution { actor } vulnerabilities { cve } externalReferences { externalId }`;

const operations: readonly string[] = [
  `{ incidents(first: 40, orderBy: SEVERITY_DESC) { edges { cursor node { ${incident} } } ${page} } }`,
  `{ incidents(first: 80, where: { isExercise: null }) { edges { cursor node { id
      related(first: 3) { edges { cursor node { id relation ${labels} from { id name } to { id name owner { code } } } } ${page} }
      acknowledgements { edges { cursor node { id note ${labels} nation { name } incident { id } } } ${page} }
      capabilityRequests { edges { node { id need } } ${page} }
      lessons { edges { node { id title incidents { id } } } ${page} }
      timeline(first: 5) { edges { cursor node { id kind text ${labels} } } pageInfo { hasNextPage endCursor } }
      indicators(first: 5) { edges { cursor node { id type pattern } } pageInfo { hasNextPage } }
    } } ${page} } }`,
  `{ situation(where: { isExercise: null }) {
      label { banner } bySeverity { key count } byStatus { key count } byEscalation { key count }
      bySector { key count } byNation { key count } byMonth { key count } asOf coverage { complete } } }`,
  `{ capabilities(first: 50) { edges { cursor node { id ${version} name readiness summary headcount tooling { name } ${labels}
      effect { description } pointOfContact offers { id terms ${labels} to { code } under { code title } }
      agreements { id code } } } ${page} } }`,
  `{ capabilityRequests(first: 50) { edges { cursor node { id ${version} urgency need ${labels}
      incident { id name ${labels} } exercise { id name }
      responses { edges { cursor node { id terms by { code } capability { id name } ${labels} } } ${page} } } } ${page} } }`,
  `{ exercises(first: 50) { edges { cursor node { id ${version} name scenario participants { code } ${labels}
      objectives { id met } teams { id score nations { code } }
      injects(first: 4) { edges { cursor node { id plannedAt content expectedReaction teams { id } ${labels} } } pageInfo { hasNextPage endCursor } }
      capabilitiesUsed { edges { cursor node { id rating note capability { id owner { code } } exercise { id } } } ${page} }
      lessons { edges { node { id } } ${page} } } } ${page} } }`,
  `{ lessons(first: 50, where: { status: [LESSON_IDENTIFIED, LESSON_LEARNED, ACTION_PLANNED] }) { edges { cursor node {
      id ${version} title observation discussion conclusion recommendation ${labels}
      exercise { id name } incidents { id name attribution { actor } } actionBy { code } } } ${page} } }`,
  `{ ${nations
    .map(
      (code) => `${code}: nation(code: "${code}") { name
      incidents(first: 5) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } }
      capabilities(first: 5) { edges { cursor node { id } } pageInfo { hasNextPage } }
      exercises(first: 5) { edges { cursor node { id } } pageInfo { hasNextPage } } }`,
    )
    .join(' ')} }`,
  ...(nationsDecide
    ? [
        '{ incidents(first: 50, where: { text: "the" }) { edges { node { id } } pageInfo { hasNextPage } } }',
        '{ incidents(first: 50, where: { techniques: ["T1078", "T1190", "T1566"] }) { edges { node { id } } pageInfo { hasNextPage } } }',
        '{ incidents(first: 50, where: { attributedTo: "AMBER HERON" }) { edges { node { id } } } }',
        '{ lessons(where: { text: "the" }) { edges { node { id } } pageInfo { hasNextPage } } }',
      ]
    : []),
];

/** What a reader is told of floors; nothing else may go wrong. */
const floors = ['UNAUTHORIZED_FIELD_OR_TYPE', 'STEP_UP_REQUIRED'];

const locks = nationsDecide ? (['enforce', 'permit'] as const) : (['enforce'] as const);

describe.each(locks)('with the gateway’s lock on %s', (gatewayLock) => {
  let alliance: TestAlliance;
  let stores: Stores;
  const whole = new Map<string, readonly Answer[]>();

  beforeAll(async () => {
    alliance = await startTestAlliance({ nations, records: yearsLater, gatewayLock, limits: { complexity: 1e6 } });
    stores = alliance.records as Stores;
    for (const reader of readers) whole.set(reader.who, await answers(alliance, stores, reader));
  });
  afterAll(() => alliance?.stop());

  it.each(readers)('$who gets the same bytes as if nothing else had ever been written', async (reader) => {
    const registry = readRegistryFacts(alliance.registryText);
    const reading = { reader: await oracleReader(alliance, reader), registry, at: wednesday };
    const pruned = prune(stores, reading);
    expect(countOf(pruned)).toBeGreaterThan(0);
    expect(countOf(pruned)).toBeLessThan(countOf(stores));
    for (const nation of nations)
      await alliance.nation(nation).replaceAll((pruned.get(nation) ?? []) as readonly AnyRecord[]);
    const left = await answers(alliance, stores, reader);
    for (const { status, body } of left) {
      expect({ status, data: typeof body.data }).toEqual({ status: 200, data: 'object' });
      for (const { extensions } of body.errors ?? []) expect(floors).toContain(extensions['code']);
    }
    expect(left).toEqual(whole.get(reader.who));
  });
});

/**
 * Half of what hangs on other records but links is gone, and every other record that can be referred to bears the label of another
 * one of its nation: many a reference leads to what a reader, or the nation that holds it, may not know, or to nothing.
 */
const yearsLater = (generated: Records): Records =>
  new Map(
    [...generated].map(([nation, records]) => {
      const ends = records.filter(({ __typename }) => referredTo.has(__typename));
      const rest = records.filter(
        ({ __typename }, index) => !referredTo.has(__typename) && (__typename === 'IncidentLink' || index % 2 === 0),
      );
      const relabelled = ends.map((record, index) => {
        const label = ends[(index * 7919) % ends.length]?.label ?? record.label;
        return index % 2 === 0 ? { ...record, label, portions: {} } : record;
      });
      return [nation, [...relabelled.filter((_, index) => index % 5 < 4), ...rest]];
    }),
  );

const referredTo = new Set(['Incident', 'Indicator', 'Exercise', 'Capability', 'CapabilityRequest']);

/** Every operation, each first page followed by the next, and every tenth record by its id. */
async function answers(alliance: TestAlliance, stores: Stores, reader: AllianceReader): Promise<readonly Answer[]> {
  const asking = alliance.as(reader);
  const found: Answer[] = [];
  for (const operation of operations) found.push(await asking.ask(operation));
  const walk =
    'query ($after: String) { incidents(first: 7, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }';
  for (let after: string | null = null, pages = 0; pages < 5; pages += 1) {
    const next = await asking.ask(walk, { after });
    found.push(next);
    after = /"endCursor":"([^"]+)"/.exec(next.text)?.[1] ?? null;
  }
  for (const ids of chunks(everyTenthIncident(stores), 8)) {
    if (reader.aal === 1) break;
    found.push(
      await asking.ask(`{ ${ids.map((id, index) => `r${index}: incident(id: "${id}") { ${incident} }`).join(' ')} }`),
    );
  }
  return found;
}

const everyTenthIncident = (stores: Stores): readonly string[] =>
  [...stores.values()]
    .flat()
    .filter(({ __typename }: StoredRecord) => __typename === 'Incident')
    .filter((_, index) => index % 10 === 0)
    .map(({ id }) => id);

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
