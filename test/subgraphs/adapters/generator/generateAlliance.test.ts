import { describe, expect, it } from 'vitest';
import { directoryOf } from '../../../../schema/alliance/directoryOf.ts';
import { nationOf } from '../../../../schema/id.ts';
import type { Domain } from '../../../../schema/label/domain.ts';
import { dominates } from '../../../../schema/label/dominates.ts';
import { join } from '../../../../schema/label/join.ts';
import { levels } from '../../../../schema/label/level.ts';
import { parseMarking } from '../../../../schema/label/parseMarking.ts';
import { resolve } from '../../../../schema/label/resolve.ts';
import { generateAlliance } from '../../../../subgraphs/adapters/generator/generateAlliance.ts';
import type { GeneratedRecord } from '../../../../subgraphs/adapters/generator/World.ts';
import { nationContract } from '../../../../subgraphs/runtime/nationContract.ts';
import { checkRecord } from '../../../../subgraphs/runtime/checkRecord.ts';
import { markingOf } from '../../../../subgraphs/runtime/markingOf.ts';
import { registryNamed } from '../../../support/registries.ts';

const alliance = registryNamed('six nations');
const nations = alliance.nations.map(({ code }) => code);
const now = Date.parse('2026-11-22T12:00:00.000Z');
const options = { seed: 'a seed', nations, now, alliance };
const byNation = generateAlliance(options);
const records = [...byNation.values()].flat();
const byId = new Map(records.map((record) => [record.id, record]));
const directory = directoryOf(alliance);

const domains: Readonly<Record<GeneratedRecord['__typename'], Domain>> = {
  Incident: 'INCIDENTS',
  TimelineEntry: 'INCIDENTS',
  Acknowledgement: 'INCIDENTS',
  IncidentLink: 'INCIDENTS',
  Indicator: 'INDICATORS',
  IndicatorSighting: 'INDICATORS',
  Capability: 'CAPABILITIES',
  CapabilityOffer: 'CAPABILITIES',
  CapabilityRequest: 'CAPABILITIES',
  RequestAnswer: 'CAPABILITIES',
  CapabilityUse: 'CAPABILITIES',
  Exercise: 'EXERCISES',
  Objective: 'EXERCISES',
  Team: 'EXERCISES',
  Inject: 'EXERCISES',
  Lesson: 'LESSONS',
};

/** Ids of records in the fields of a record. Agreements are the alliance's. */
function references(record: GeneratedRecord): string[] {
  return Object.entries(record)
    .filter(([field]) => field !== 'id')
    .flatMap(([, value]: [string, unknown]) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter((value) => typeof value === 'string')
    .filter((value) => /^[A-Z]{2,16}:[a-z]:[0-9a-z]{26}$/.test(value) && nationOf(value) !== 'ALLIANCE');
}

function restriction(record: GeneratedRecord) {
  const marking = parseMarking(markingOf(record.label, []));
  if (marking === null) throw new Error(`unreadable: ${record.label}`);
  return resolve(marking.label, nationOf(record.id) ?? '', directory, domains[record.__typename], now);
}

describe('a generated alliance', () => {
  it('is the same for the same seed and another for another', () => {
    expect(generateAlliance(options)).toEqual(byNation);
    expect(generateAlliance({ ...options, seed: 'another seed' })).not.toEqual(byNation);
  });

  it('gives every nation records of every type that is not asked for by people alone, each under its own id', () => {
    const generated = Object.keys(domains).filter((name) => !name.startsWith('Release'));
    for (const nation of nations) {
      const own = byNation.get(nation) ?? [];
      expect(new Set(own.map(({ __typename }) => __typename))).toEqual(new Set(generated));
      expect(own.every(({ id }) => nationOf(id) === nation)).toBe(true);
    }
    expect(byId.size).toBe(records.length);
  });

  it('holds nothing that a store of the nation would refuse', () => {
    const { schema, types } = nationContract();
    const problems = records.flatMap((record) => {
      const checked = checkRecord(record, { nation: nationOf(record.id) ?? '', schema, types, directory, now });
      return 'problem' in checked ? [`${record.__typename}: ${checked.problem}`] : [];
    });
    expect(problems).toEqual([]);
  });

  it('has labels of every level and every kind', () => {
    const labels = [...new Set(records.flatMap(({ label, portions }) => [label, ...Object.values(portions)]))];
    for (const level of levels) expect(labels.some((label) => label.startsWith(`${level} `))).toBe(true);
    const kinds = [
      /^UNLABELLED$/,
      /TLP:CLEAR/,
      /TLP:GREEN/,
      /TLP:AMBER /,
      /TLP:AMBER\+STRICT/,
      /TLP:RED/,
      /ORCON/,
      /EYES ONLY/,
      /ALL OF cav:ATOMAL/,
      /ALL OF coi:EXCON/,
      /ANY OF/,
      /REL TO EST,EST-LVA/,
      /AS "/,
      /INFO/,
      /ORIGINATOR EST,LVA/,
    ];
    expect(kinds.filter((kind) => !labels.some((label) => kind.test(label)))).toEqual([]);
  });

  it('has successions that have come and successions that are to come', () => {
    const times = records.flatMap(({ label }) => / UNTIL (\S+) /.exec(label)?.[1] ?? []).map((at) => Date.parse(at));
    expect(times.some((at) => at < now)).toBe(true);
    expect(times.some((at) => at > now)).toBe(true);
  });

  it('refers to records that are there, its own and those of others', () => {
    const all = records.flatMap((record) => references(record).map((id) => ({ record, id })));
    expect(all.filter(({ id }) => !byId.has(id))).toEqual([]);
    const abroad = all.filter(({ record, id }) => nationOf(record.id) !== nationOf(id));
    expect(new Set(abroad.map(({ record }) => record.__typename))).toEqual(
      new Set([
        'Acknowledgement',
        'IncidentLink',
        'IndicatorSighting',
        'CapabilityRequest',
        'RequestAnswer',
        'CapabilityUse',
        'Lesson',
      ]),
    );
  });

  it('labels what is made of other records at least as strictly as all of them', () => {
    const derived = records.filter((record) => references(record).length > 0);
    expect(derived.length).toBeGreaterThan(1000);
    const weaker = derived.filter((record) => {
      const sources = references(record)
        .flatMap((id) => byId.get(id) ?? [])
        .map(restriction);
      return !dominates(restriction(record), sources.reduce(join));
    });
    expect(weaker.map(({ id, label }) => `${id} ${label}`)).toEqual([]);
  });

  it('builds on nothing that its nation may not know', () => {
    for (const record of records) {
      for (const id of references(record)) {
        const source = byId.get(id);
        const nation = nationOf(record.id) ?? '';
        if (!source || nationOf(id) === nation) continue;
        const { audience, eyes, orcon, officerOnly } = restriction(source);
        expect(audience === 'ALL' || audience.includes(nation)).toBe(true);
        expect(eyes === 'ALL' || eyes.includes(nation)).toBe(true);
        expect([orcon, officerOnly]).toEqual([[], false]);
      }
    }
  });

  it('leads from an incident over another nation`s request and an exercise to a lesson and an incident elsewhere', () => {
    const chains = records.flatMap((request) => {
      if (request.__typename !== 'CapabilityRequest' || request.incident === null || request.exercise === null)
        return [];
      const start = nationOf(request.incident);
      if (start === nationOf(request.id)) return [];
      return records.filter(
        (lesson) =>
          lesson.__typename === 'Lesson' &&
          lesson.exercise === request.exercise &&
          lesson.incidents.some((id) => ![start, nationOf(lesson.id)].includes(nationOf(id))),
      );
    });
    expect(chains.length).toBeGreaterThan(0);
  });

  it('reports nothing that has not happened yet', () => {
    const past = [
      'detectedAt',
      'reportedAt',
      'containedAt',
      'closedAt',
      'updatedAt',
      'at',
      'openedAt',
      'recordedAt',
      'assertedAt',
      'lastSeen',
    ];
    const times = records.flatMap((record) =>
      Object.entries(record).flatMap(([field, value]) => (past.includes(field) && value ? [String(value)] : [])),
    );
    expect(times.length).toBeGreaterThan(1000);
    expect(times.filter((at) => Date.parse(at) > now)).toEqual([]);
  });

  it('can be as small as one nation', () => {
    const alone = generateAlliance({ ...options, nations: ['LVA'] });
    expect([...alone.keys()]).toEqual(['LVA']);
    expect(alone.get('LVA')?.filter(({ __typename }) => __typename === 'Incident')).toHaveLength(60);
  });
});
