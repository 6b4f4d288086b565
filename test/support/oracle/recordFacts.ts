import type { Floor } from './verdict.ts';

/** What the contract says of a type of record, told once more by hand. */
export interface RecordFacts {
  readonly domain: string;
  /** Fields that hold the id of a record, or a list of ids. */
  readonly references: readonly string[];
  /** References without which the record does not show. */
  readonly needs: readonly string[];
  readonly floors: Readonly<Record<string, Floor>>;
}

const plain = { references: [], needs: [], floors: {} };
const facts = (domain: string, more: Partial<RecordFacts> = {}): RecordFacts => ({ ...plain, domain, ...more });

/** What a request for release names one of. */
const askedAbout = ['incident', 'indicator', 'capability', 'capabilityRequest', 'exercise', 'inject', 'lesson'];

export const recordFacts: ReadonlyMap<string, RecordFacts> = new Map([
  ['Incident', facts('INCIDENTS', { floors: { attribution: { level: 'NC', categories: [] } } })],
  ['Indicator', facts('INDICATORS', { references: ['incident'] })],
  [
    'IndicatorSighting',
    facts('INDICATORS', { references: ['indicator', 'incident'], needs: ['indicator', 'incident'] }),
  ],
  ['IncidentLink', facts('INCIDENTS', { references: ['from', 'to'], needs: ['from', 'to'] })],
  ['Acknowledgement', facts('INCIDENTS', { references: ['incident'], needs: ['incident'] })],
  ['ReleaseRequest', facts('INCIDENTS', { references: askedAbout, needs: askedAbout })],
  ['ReleaseAnswer', facts('INCIDENTS', { references: ['request'], needs: ['request'] })],
  ['TimelineEntry', facts('INCIDENTS', { references: ['incident'] })],
  ['Capability', facts('CAPABILITIES', { floors: { effect: { level: 'NS', categories: ['coi:SCEPVA'] } } })],
  ['CapabilityOffer', facts('CAPABILITIES', { references: ['capability'] })],
  ['CapabilityRequest', facts('CAPABILITIES', { references: ['incident', 'exercise'] })],
  ['RequestAnswer', facts('CAPABILITIES', { references: ['request', 'capability'], needs: ['request'] })],
  [
    'CapabilityUse',
    facts('CAPABILITIES', { references: ['exercise', 'capability'], needs: ['exercise', 'capability'] }),
  ],
  ['Exercise', facts('EXERCISES')],
  ['Objective', facts('EXERCISES', { references: ['exercise'] })],
  ['Team', facts('EXERCISES', { references: ['exercise'] })],
  [
    'Inject',
    facts('EXERCISES', {
      references: ['exercise', 'teams'],
      floors: { expectedReaction: { level: 'NU', categories: ['coi:EXCON'] } },
    }),
  ],
  ['Lesson', facts('LESSONS', { references: ['exercise', 'incidents'] })],
]);

export function factsOf(type: string): RecordFacts {
  const known = recordFacts.get(type);
  if (known === undefined) throw new TypeError(`the oracle does not know \`${type}\``);
  return known;
}

/** Of a field, as `Type.field`. */
export function floorOf(place: string): Floor {
  const [type = '', field = ''] = place.split('.');
  const floor = factsOf(type).floors[field];
  if (floor === undefined) throw new TypeError(`the oracle knows no floor of \`${place}\``);
  return floor;
}
