import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dominates } from '../../schema/label/dominates.ts';
import type { Label, Names } from '../../schema/label/label.ts';
import { labelProblem } from '../../schema/label/labelProblem.ts';
import { maxLevel } from '../../schema/label/level.ts';
import { labelText } from '../../schema/label/marking.ts';
import { resolve } from '../../schema/label/resolve.ts';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { startTestAlliance, wednesday, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { labels, readers } from '../support/labelArbitraries.ts';
import { incidentCase } from '../support/oracle/ListCase.ts';
import { countOf, prune, type StoredRecord, type Stores } from '../support/oracle/prune.ts';
import { readRegistryFacts } from '../support/oracle/RegistryFacts.ts';
import { walkList } from '../support/oracle/walkList.ts';
import { oracleReader } from './oracleReader.ts';

const nations = ['EST', 'LVA', 'POL'];
const incidentsEach = 40;
const linksEach = 60;
const seed = 7;

/** Chosen anew by another seed, the same in every run. */
const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] => fc.sample(arbitrary, { seed, numRuns: count });

let alliance: TestAlliance;
let stores: Stores;

beforeAll(async () => {
  alliance = await startTestAlliance({ nations });
  stores = randomStores();
  for (const [nation, records] of stores) await alliance.nation(nation).put(records);
});

afterAll(() => alliance?.stop());

it('gives readers of every kind, under labels of every kind, what brute force finds', async () => {
  const registry = readRegistryFacts(alliance.registryText);
  const list = incidentCase('incidents', {}, 'UPDATED_DESC', 'what nations say of them');
  const answers = new Set<string>();
  for (const reader of sample(randomReaders, 30)) {
    const asked = await oracleReader(alliance, reader);
    const { nodes } = await walkList(list, (query, variables) => alliance.as(reader).ask(query, variables));
    const pruned = prune(stores, { reader: asked, registry, at: wednesday });
    expect({ reader, nodes }).toEqual({ reader, nodes: list.nodes(pruned, wednesday) });
    expect(countOf(pruned)).toBeLessThan(countOf(stores));
    answers.add(JSON.stringify(nodes));
  }
  expect(answers.size).toBeGreaterThan(10);
});

/** The highest that issuers of organisations may vouch for is NS. */
const randomReaders: fc.Arbitrary<AllianceReader> = readers.map(
  ({ nation, nationality, level, categories, roles, aal, clearedUntil }) => ({
    nation,
    nationality,
    level: nation === 'EU' && level === 'CTS' ? 'NS' : level,
    categories,
    roles,
    aal,
    ...(Number.isFinite(clearedUntil) && { clearedUntil }),
  }),
);

/** Incidents with marked portions, and links between any of them, held by anybody. */
function randomStores(): Stores {
  const given = sample(fc.tuple(labels, labels, labels, fc.nat()), nations.length * incidentsEach);
  const incidents = given.map(([label, first, second, chance], index) => {
    const owner = nations[index % nations.length] ?? '';
    const own = knownTo(owner, label);
    return {
      __typename: 'Incident',
      id: idOf(owner, 'i', index),
      label: chance % 12 === 0 ? 'UNLABELLED' : labelText(own),
      portions:
        chance % 12 === 0
          ? {}
          : { ...portion('description', owner, own, first), ...portion('attribution', owner, own, second) },
      severity: null,
      reportedAt: null,
      name: `incident ${index}`,
      description: `what happened in incident ${index}`,
      attribution: { actor: 'AMBER HERON', confidence: 50, statement: null, admiraltyCode: null },
      escalation: 'NATIONAL',
      incidentTypes: [],
      sectors: [],
      updatedAt: new Date(wednesday - (chance % 9) * 60_000).toISOString(),
      isExercise: false,
    };
  });
  const ends = sample(fc.tuple(labels, fc.nat(), fc.nat()), nations.length * linksEach);
  const links = ends.map(([label, from, to], index) => {
    const owner = nations[index % nations.length] ?? '';
    return {
      __typename: 'IncidentLink',
      id: idOf(owner, 'l', index),
      // Half of the links are open, so that what hides them is one of their ends.
      label:
        index % 2 === 0
          ? `NU REL TO ALL TLP:CLEAR ORIGINATOR ${owner} CREATED 2026-01-01`
          : labelText(knownTo(owner, label)),
      portions: {},
      relation: 'LED_TO',
      from: incidents[from % incidents.length]?.id,
      to: incidents[to % incidents.length]?.id,
      confidence: null,
      assertedAt: new Date(wednesday - (from % 5) * 60_000).toISOString(),
    };
  });
  const records: StoredRecord[] = [...incidents, ...links];
  return new Map(nations.map((nation) => [nation, records.filter(({ id }) => id.startsWith(nation))]));
}

const idOf = (nation: string, kind: string, index: number): string =>
  `${nation}:${kind}:${String(index).padStart(26, '0')}`;

/** An agreement is a name on the labels of its parties only: the others are not told of it. */
const knownTo = (owner: string, label: Label): Label => ({
  ...label,
  releasableTo:
    owner === 'POL' && label.releasableTo !== 'ALL'
      ? label.releasableTo.filter((name) => name !== 'EST-LVA')
      : label.releasableTo,
  succession: label.succession === null ? null : { ...label.succession, label: knownTo(owner, label.succession.label) },
});

/** A label for a portion that is made from another until it is as strict as the record's. */
function portion(field: string, owner: string, record: Label, other: Label): Readonly<Record<string, string>> {
  const { directory } = alliance.registry;
  const demanded = (label: Label) => resolve(label, owner, directory, 'INCIDENTS', wednesday);
  const narrower: Label = {
    ...record,
    level: record.tlp === 'CLEAR' ? record.level : maxLevel(record.level, other.level),
    releasableTo: narrowed(record.releasableTo, other.releasableTo),
    allOf: [...new Set([...record.allOf, ...other.allOf])].sort(),
  };
  const candidates = [knownTo(owner, other), knownTo(owner, narrower)];
  const found = candidates.find(
    (label) => labelProblem(label) === null && dominates(demanded(label), demanded(record)),
  );
  return found === undefined ? {} : { [field]: labelText(found) };
}

const narrowed = (names: Names, others: Names): Names =>
  names === 'ALL' || others === 'ALL' ? names : names.filter((name) => others.includes(name));
