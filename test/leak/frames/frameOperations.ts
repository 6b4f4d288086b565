import type { AnyRecord } from '../../support/alliance/AllianceNation.ts';
import type { StoredRecord } from '../../support/oracle/prune.ts';
import { capabilityRequest, exercise, incident, inject, team } from '../../subgraphs/support/testRecords.ts';

/** A subscription whose frames are compared. All ask `at`, by which the end of a step is known. */
export interface FrameOperation {
  readonly name: 'incidentAlerts' | 'capabilityRequestOpened' | 'exerciseInjects';
  readonly query: string;
  /** What its cursors are good for: the arguments with their defaults. */
  readonly about: Readonly<Record<string, unknown>>;
  /** The nations that it tells of. */
  readonly nations: readonly string[];
  /** Types whose records make its alerts, or show with those that do, by how often they are written. */
  readonly written: readonly (readonly [number, string])[];
  /** What everybody may see from the beginning, so that there are markers. */
  readonly ground: readonly StoredRecord[];
  /** What everybody is told of, by this nation, at the end of a step. */
  readonly marker: (nation: string, step: number, now: number) => StoredRecord;
}

/** Above all ids of random records. */
const number = 9_000_000;
const forAll = (nation: string): string => `NU REL TO ALL TLP:CLEAR ORIGINATOR ${nation} CREATED 2025-01-01`;
const idIn = (nation: string, kind: string): string => `${nation}:${kind}:${String(number).padStart(26, '0')}`;
const own = (nation: string, record: AnyRecord): StoredRecord => ({
  ...record,
  id: record.id.replace('EST', nation),
  label: forAll(nation),
});

/** Every subscription of the contract, about the records of these nations. */
export function frameOperations(nations: readonly string[]): readonly (readonly [number, FrameOperation])[] {
  const incidents = (args: string, about: object, selection: string): FrameOperation => ({
    name: 'incidentAlerts',
    query: `subscription ($after: String) { incidentAlerts(${args}, after: $after) { at kind cursor ${selection} } }`,
    about: { ...about },
    nations,
    written: [
      [12, 'Incident'],
      [5, 'Acknowledgement'],
    ],
    ground: [],
    marker: (nation, step) =>
      own(nation, incident(number, { name: `marker ${step}`, severity: 'S4_SEVERE', sectors: ['ENERGY'] })),
  });
  const all = { minSeverity: null };
  const record = 'incident { id name description severity sectors attribution { actor } label { banner } }';
  return [
    [2, incidents('minSeverity: null', all, record)],
    [2, incidents('minSeverity: null', all, 'incident { id name related(first: 5) { edges { node { id } } } }')],
    [2, incidents('minSeverity: null', all, '')],
    [2, incidents('minSeverity: S2_MEDIUM', { minSeverity: 'S2_MEDIUM' }, record)],
    [
      2,
      incidents(
        'minSeverity: null, sectors: [ENERGY]',
        { ...all, sectors: ['ENERGY'] },
        'incident { id acknowledgements(first: 5) { edges { node { id at note } } } }',
      ),
    ],
    [2, requests(nations)],
    ...nations.map((nation) => [2, injects(nation)] as const),
  ];
}

const requests = (nations: readonly string[]): FrameOperation => ({
  name: 'capabilityRequestOpened',
  query: `subscription ($after: String) { capabilityRequestOpened(after: $after) {
    at cursor request { id kinds need label { banner } } } }`,
  about: {},
  nations,
  written: [
    [5, 'CapabilityRequest'],
    [1, 'Incident'],
  ],
  ground: [],
  marker: (nation, step) => own(nation, capabilityRequest(number + step)),
});

function injects(nation: string): FrameOperation {
  const about = { exercise: idIn(nation, 'e'), team: idIn(nation, 'm') };
  return {
    name: 'exerciseInjects',
    query: `subscription ($after: String) { exerciseInjects(
      exercise: "${about.exercise}", team: "${about.team}", after: $after) {
      at cursor inject { id content expectedReaction releasedAt teams { id } label { banner } } } }`,
    about,
    nations: [nation],
    written: [
      [5, 'Inject'],
      [1, 'Team'],
    ],
    ground: [own(nation, exercise(number)), own(nation, team(number, about.exercise))],
    marker: (_, step, now) =>
      own(
        nation,
        inject(number, about.exercise, {
          teams: [about.team],
          content: `marker ${step}`,
          releasedAt: new Date(now).toISOString(),
        }),
      ),
  };
}
