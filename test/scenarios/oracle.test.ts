import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRecordId } from '../../schema/id.ts';
import { verisToIncident } from '../../subgraphs/adapters/veris/verisToIncident.ts';
import { importsOf } from '../architecture/importsOf.ts';
import { sourceFiles } from '../architecture/sourceFiles.ts';
import { verisFolder, verisOriginals } from '../subgraphs/adapters/veris/originals.ts';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { startTestAlliance, wednesday, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { countOf, prune, recordVerdict, type StoredRecord, type Stores } from '../support/oracle/prune.ts';
import { expectedSituation, situationQuery } from '../support/oracle/expectedSituation.ts';
import { incidentCase, otherCases } from '../support/oracle/ListCase.ts';
import { factsOf, floorOf } from '../support/oracle/recordFacts.ts';
import { readRegistryFacts, type RegistryFacts } from '../support/oracle/RegistryFacts.ts';
import { floorCode, type Verdict } from '../support/oracle/verdict.ts';
import { walkList } from '../support/oracle/walkList.ts';
import { oracleReader } from './oracleReader.ts';

const nations = ['DEU', 'EST', 'LVA', 'POL'];
const day = 86_400_000;
const everything = ['cav:ATOMAL', 'coi:AGENCY', 'coi:CONSTITUENT', 'coi:EXCON', 'coi:ICS', 'coi:SCEPVA'];

const readers: readonly (AllianceReader & { name: string })[] = [
  { name: 'a Latvian cleared to NU', nation: 'LVA', level: 'NU', categories: [], aal: 1 },
  { name: 'a Pole cleared to NS without any category', nation: 'POL', level: 'NS', categories: [], aal: 2 },
  { name: 'a Pole cleared to NS in every community', nation: 'POL', level: 'NS', categories: everything, aal: 2 },
  {
    name: 'a security officer of Latvia cleared to CTS',
    nation: 'LVA',
    level: 'CTS',
    categories: everything,
    roles: ['SECURITY_OFFICER'],
    aal: 3,
  },
  { name: 'a Latvian whose clearance to CTS has expired', nation: 'LVA', level: 'CTS', clearedUntil: wednesday - day },
  {
    name: 'an Estonian cleared to CTS who signed in weakly',
    nation: 'EST',
    level: 'CTS',
    categories: everything,
    aal: 1,
  },
  { name: 'a German on the staff of the EU cleared to NS', nation: 'EU', nationality: 'DEU', level: 'NS', aal: 2 },
];

/** Conditions that read a portion are for the nations alone to decide: left out when their lock stands open. */
const nationsDecide = process.env['NATION_LOCK'] !== 'permit';

const cases = [
  incidentCase('what nations say of incidents', {}, 'UPDATED_DESC', 'what nations say of them'),
  incidentCase('indicators and timelines of incidents', {}, 'REPORTED_DESC', 'indicators and timelines'),
  incidentCase('incidents by severity, exercises included', { isExercise: null }, 'SEVERITY_DESC'),
  incidentCase('the severe incidents of a year', {
    minSeverity: 'S3_HIGH',
    reported: { from: '2025-06-01T00:00:00.000Z', to: '2026-06-01T00:00:00.000Z' },
  }),
  ...(nationsDecide
    ? [
        incidentCase('incidents by a word of their description', { text: 'Was DAYS' }),
        incidentCase('incidents by technique', { techniques: ['T1078', 'T1190'] }, 'SEVERITY_DESC'),
      ]
    : []),
  ...otherCases,
];

let alliance: TestAlliance;
let stores: Stores;
let registry: RegistryFacts;

beforeAll(async () => {
  alliance = await startTestAlliance({ nations, records: 'generated' });
  registry = readRegistryFacts(alliance.registryText);
  const more = [...importedRecords(), ...(await recordsForOnePole())];
  for (const [nation, records] of Map.groupBy(more, ({ id }) => id.slice(0, 3))) {
    await alliance.nation(nation).put(records);
  }
  stores = new Map(
    nations.map((nation) => [
      nation,
      [...(alliance.records.get(nation) ?? []), ...more.filter(({ id }) => id.startsWith(nation))] as StoredRecord[],
    ]),
  );
});

afterAll(() => alliance?.stop());

describe.each(readers)('$name', (reader) => {
  const readingOf = async () => ({ reader: await oracleReader(alliance, reader), registry, at: alliance.clock.now() });

  it('may have some but not all records, portions and links', async () => {
    const pruned = prune(stores, await readingOf());
    const count = (count: (stores: Stores) => number) => ({ seen: count(pruned), all: count(stores) });
    for (const { seen, all } of [count(countOf), count(countPortions), count(countLinks)]) {
      expect(seen).toBeGreaterThan(0);
      expect(seen).toBeLessThan(all);
    }
    const marked = count(countMarkedPortions);
    expect(marked.seen).toBeLessThan(marked.all);
    // The lowest label of a portion that is marked by itself is NR.
    expect(marked.seen > 0).toBe(!/NU|expired/.test(reader.name));
  });

  it.each(cases)('gets of $name exactly what brute force finds', async (list) => {
    const reading = await readingOf();
    const { nodes, codes } = await walkList(list, (query, variables) => alliance.as(reader).ask(query, variables));
    const expected = list.nodes(prune(stores, reading), reading.at);
    const code = list.floored === undefined ? null : floorCode(floorOf(list.floored), reading);
    const isAsked = JSON.stringify(expected).includes(`"${list.floored?.split('.')[1]}":`);
    expect(codes).toEqual(code !== null && isAsked ? [code] : []);
    expect(nodes.length).toBe(expected.length);
    expect(nodes).toEqual(expected);
    expect(list.nodes(stores, reading.at)).not.toEqual(expected);
  });

  it('gets every number as brute force counts it', async () => {
    const reading = await readingOf();
    for (const where of [{}, { minSeverity: 'S3_HIGH', isExercise: null }]) {
      const { body } = await alliance.as(reader).ask(situationQuery, { where });
      const expected = expectedSituation(prune(stores, reading), where, reading.at);
      expect(body).toEqual({ data: { situation: expected } });
      expect(expectedSituation(stores, where, reading.at)).not.toEqual(expected);
    }
  });

  it.runIf(nationsDecide)(
    'may look for an actor only where attribution is open, and finds what is attributed',
    async () => {
      const reading = await readingOf();
      const list = incidentCase('incidents by actor', { attributedTo: 'AMBER HERON' });
      const code = floorCode(floorOf('Incident.attribution'), reading);
      const found = code ?? list.nodes(prune(stores, reading), reading.at);
      const ask = (query: string, variables: object) => alliance.as(reader).ask(query, { ...variables });
      const refused = async () => (await ask(list.query, list.variables)).body.errors?.[0]?.extensions['code'];
      expect(code === null ? (await walkList(list, ask)).nodes : await refused()).toEqual(found);
      expect(found.length).toBeGreaterThan(0);
    },
  );

  it('gets by its id each record that brute force permits, and of the others nothing but a call for a step up', async () => {
    const reading = await readingOf();
    const verdicts = new Set<Verdict>();
    for (const [type, field] of direct) {
      const records = [...stores.values()].flat().filter(({ __typename }) => __typename === type);
      for (let from = 0; from < records.length; from += 10) {
        const group = records.slice(from, from + 10);
        const query = `{ ${group.map(({ id }, index) => `r${index}: ${field}(id: "${id}") { id }`).join(' ')} }`;
        const { body } = await alliance.as(reader).ask(query);
        const expected = group.map((record) => recordVerdict(record, reading));
        expected.forEach((each) => verdicts.add(each));
        const places = expected.map((each, index) => [
          `r${index}`,
          each === 'permit' ? { id: group[index]?.id } : null,
        ]);
        expect(body.data).toEqual(Object.fromEntries(places));
        const steps = expected.flatMap((each, index) => (each === 'stepUp' ? [`r${index} STEP_UP_REQUIRED`] : []));
        const errors = (body.errors ?? []).map(
          ({ path, extensions }) => `${path?.join('.')} ${String(extensions['code'])}`,
        );
        expect(errors).toEqual(steps);
      }
    }
    const weak = reader.name.includes('weakly');
    expect([...verdicts].sort()).toEqual(weak ? ['deny', 'permit', 'stepUp'] : ['deny', 'permit']);
  });
});

const direct = Object.entries({
  Incident: 'incident',
  Indicator: 'indicator',
  Capability: 'capability',
  CapabilityRequest: 'capabilityRequest',
  Exercise: 'exercise',
  Inject: 'inject',
  Lesson: 'lesson',
});

it('leaves the reader to an oracle that shares no code with what it judges', () => {
  const files = sourceFiles().filter((file) => file.startsWith('test/support/oracle/'));
  const imports = files.flatMap((file) => importsOf(file).imports);
  expect(files.length).toBeGreaterThan(5);
  expect(imports.length).toBeGreaterThan(5);
  expect(imports.filter((specifier) => specifier !== 'yaml' && !/^\.\/\w+\.ts$/.test(specifier))).toEqual([]);
});

/** Real incidents, where they lie beside the project. */
function importedRecords() {
  if (!existsSync(verisFolder)) return [];
  const files = { DEU: 'DE', EST: 'EE', LVA: 'LV', POL: 'PL' };
  const labels = ['NR REL TO NATO', 'NU REL TO CYBER-DEFENCE', 'NS REL TO NATO', 'NR REL TO EU,NATO'];
  return Object.entries(files).flatMap(([nation, file]) =>
    verisOriginals(`${file}.jsonl`).flatMap(({ value, text }, index) => {
      const label = `${labels[index % labels.length]} ORIGINATOR ${nation} CREATED 2026-01-01`;
      const id = newRecordId(nation, 'i', () => new Uint8Array(16).fill(index + 1));
      const converted = verisToIncident(value, { id, label, now: wednesday, text, techniques: [] });
      return 'record' in converted ? [converted.record] : [];
    }),
  );
}

/** Estonian incidents for the eyes of one reader, by the pseudonym that Estonia knows them by. */
async function recordsForOnePole() {
  const pole = readers.find(({ nation }) => nation === 'POL') ?? readers[0];
  if (pole === undefined) throw new TypeError('no Pole');
  const { pseudonym } = await oracleReader(alliance, pole);
  const [incident] = (alliance.records.get('EST') ?? []).filter(({ __typename }) => __typename === 'Incident');
  if (incident === undefined) throw new TypeError('no incident');
  const recipients = pseudonym('EST');
  return ['EST', 'DEU'].map((nation, index) => ({
    ...incident,
    id: newRecordId(nation, 'i', () => new Uint8Array(16).fill(200 + index)),
    label: `NR REL TO NATO RECIPIENTS ${recipients} TLP:RED ORIGINATOR ${nation} CREATED 2026-01-01`,
    portions: {},
  }));
}

const sumOver = (stores: Stores, count: (record: StoredRecord) => number): number =>
  [...stores.values()].flat().reduce((sum, record) => sum + count(record), 0);

const portionFields = /^(description|affectedNations|impacts|techniques|attribution|vulnerabilities|source)$/;

const countPortions = (stores: Stores): number =>
  sumOver(stores, (record) =>
    record.__typename === 'Incident'
      ? Object.keys(record).filter((field) => portionFields.test(field) && record[field] !== null).length
      : 0,
  );

const countMarkedPortions = (stores: Stores): number => sumOver(stores, ({ portions }) => Object.keys(portions).length);

const countLinks = (stores: Stores): number =>
  sumOver(stores, ({ __typename }) => (factsOf(__typename).needs.length > 1 ? 1 : 0));
