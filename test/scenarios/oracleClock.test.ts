import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AllianceReader } from '../support/alliance/AllianceReader.ts';
import { startTestAlliance, wednesday, type TestAlliance } from '../support/alliance/startTestAlliance.ts';
import { incidentCase } from '../support/oracle/ListCase.ts';
import { prune, type StoredRecord, type Stores } from '../support/oracle/prune.ts';
import { readRegistryFacts } from '../support/oracle/RegistryFacts.ts';
import { walkList } from '../support/oracle/walkList.ts';
import { oracleReader } from './oracleReader.ts';

const minutes = (count: number): number => wednesday + count * 60_000;
const instant = (at: number): string => new Date(at).toISOString();

/** All of it happens while one token is good. */
const succession = minutes(3);
const agreementEnd = minutes(6);
const clearanceEnd = minutes(9);

const incidents: readonly (readonly [name: string, label: string])[] = [
  ['open', 'NU REL TO ALL TLP:CLEAR ORIGINATOR EST CREATED 2026-01-01'],
  ['restricted', 'NR REL TO NATO ORIGINATOR EST CREATED 2026-01-01'],
  ['secret', 'NS REL TO NATO ALL OF coi:AGENCY ORIGINATOR EST CREATED 2026-01-01'],
  ['under the agreement', 'NR REL TO EST,EST-LVA ORIGINATOR EST CREATED 2026-01-01'],
  ['with the EU', 'NR REL TO EST,EU,NATO ORIGINATOR EST CREATED 2026-01-01'],
  [
    'embargoed',
    `NS REL TO EST ORIGINATOR EST CREATED 2026-01-01 UNTIL ${instant(succession)} THEN (NR REL TO NATO ORIGINATOR EST CREATED 2026-01-01)`,
  ],
  [
    'withdrawn',
    `NU REL TO NATO ORIGINATOR EST CREATED 2026-01-01 UNTIL ${instant(succession)} THEN (NC REL TO EST ORIGINATOR EST CREATED 2026-01-01)`,
  ],
];

const records: readonly StoredRecord[] = incidents.map(([name, label], index) => ({
  __typename: 'Incident',
  id: `EST:i:${String(index).padStart(26, '0')}`,
  label,
  portions:
    name === 'restricted'
      ? { description: `NR REL TO EST,EST-LVA ORIGINATOR EST CREATED 2026-01-01` }
      : name === 'open'
        ? {
            attribution: `NS REL TO EST ORIGINATOR EST CREATED 2026-01-01 UNTIL ${instant(succession)} THEN (NC REL TO NATO ORIGINATOR EST CREATED 2026-01-01)`,
          }
        : {},
  name,
  description: `what happened: ${name}`,
  severity: 'S3_HIGH',
  escalation: 'NATIONAL',
  incidentTypes: [],
  sectors: [],
  reportedAt: instant(wednesday - index * 60_000),
  updatedAt: instant(wednesday - index * 60_000),
  techniques: [{ id: 'T1078', name: null, tactics: [] }],
  attribution: { actor: 'AMBER HERON', confidence: 50, statement: null, admiraltyCode: null },
  isExercise: false,
}));

const idOf = (name: string): string => records.find((record) => record['name'] === name)?.id ?? '';

const link = (digit: string, to: string): StoredRecord => ({
  __typename: 'IncidentLink',
  id: `LVA:l:${digit.repeat(26)}`,
  label: 'NR REL TO NATO ORIGINATOR EST,LVA CREATED 2026-01-01',
  portions: {},
  relation: 'LED_TO',
  from: idOf('restricted'),
  to: idOf(to),
  confidence: 80,
  assertedAt: instant(wednesday),
});

const links = [link('1', 'under the agreement'), link('2', 'embargoed'), link('3', 'withdrawn')];
const stores: Stores = new Map([
  ['EST', records],
  ['LVA', links],
]);

let alliance: TestAlliance;

beforeAll(async () => {
  alliance = await startTestAlliance({
    nations: ['EST', 'LVA'],
    records: Object.fromEntries(stores),
    registry: (value) => ({
      ...value,
      agreements: value.agreements.map((agreement) =>
        ['EST-LVA', 'NATO-EU'].includes(agreement.code) ? { ...agreement, until: instant(agreementEnd) } : agreement,
      ),
    }),
  });
});

afterAll(() => alliance?.stop());

const latvian: AllianceReader = { nation: 'LVA', level: 'NS', clearedUntil: clearanceEnd, aal: 2 };
const ofTheEu: AllianceReader = { nation: 'EU', nationality: 'DEU', level: 'NS', aal: 2 };

it('follows the clock with one token: succession, end of an agreement, end of the clearance', async () => {
  const steps = await walkTheClock(latvian);
  expect(steps).toEqual([
    ['open', 'restricted 1,3', 'secret', 'under the agreement 1', 'with the EU', 'withdrawn 3'],
    ['open', 'restricted 1,2', 'secret', 'under the agreement 1', 'with the EU', 'embargoed 2'],
    ['open', 'restricted 2', 'secret', 'with the EU', 'embargoed 2'],
    ['open'],
  ]);
});

it('takes from staff of the EU, with one token, what only an agreement gave them', async () => {
  const steps = await walkTheClock(ofTheEu);
  expect(steps).toEqual([['open', 'with the EU'], ['open', 'with the EU'], ['open'], ['open']]);
});

interface Node {
  readonly name: string;
  readonly related: { readonly edges: readonly { readonly node: { readonly id: string } }[] };
}

/** An incident by its name, with the links that hang on it. */
const shortly = ({ name, related }: Node): string =>
  [name, related.edges.map(({ node }) => node.id.at(-1)).join()].join(' ').trim();

/** One token throughout: at each moment, and in the last millisecond before it, the answer is what the oracle says. */
async function walkTheClock(reader: AllianceReader): Promise<readonly (readonly unknown[])[]> {
  alliance.clock.set(wednesday);
  const registry = readRegistryFacts(alliance.registryText);
  const asked = await oracleReader(alliance, reader);
  const asking = alliance.withToken(await alliance.token(reader));
  const list = incidentCase('incidents', {}, 'UPDATED_DESC', 'what nations say of them');
  const read = async (at: number): Promise<readonly unknown[]> => {
    alliance.clock.set(at);
    const { nodes } = await walkList(list, (query, variables) => asking.ask(query, variables));
    expect(nodes).toEqual(list.nodes(prune(stores, { reader: asked, registry, at }), at));
    return nodes;
  };
  const answers = [await read(wednesday)];
  for (const moment of [succession, agreementEnd, clearanceEnd]) {
    expect(await read(moment - 1)).toEqual(answers.at(-1));
    answers.push(await read(moment));
  }
  return answers.map((nodes) => nodes.map((node) => shortly(node as Node)));
}
