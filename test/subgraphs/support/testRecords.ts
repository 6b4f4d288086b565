import type {
  CapabilityOfferRecord,
  CapabilityRecord,
  CapabilityRequestRecord,
  CapabilityUseRecord,
  RequestAnswerRecord,
} from '../../../subgraphs/capabilities/records.ts';
import type {
  ExerciseRecord,
  InjectRecord,
  LessonRecord,
  ObjectiveRecord,
  TeamRecord,
} from '../../../subgraphs/exercises/records.ts';
import type {
  AcknowledgementRecord,
  IncidentLinkRecord,
  IncidentRecord,
  IndicatorRecord,
  IndicatorSightingRecord,
  TimelineEntryRecord,
} from '../../../subgraphs/incidents/records.ts';
import type { ReleaseAnswerRecord, ReleaseRequestRecord } from '../../../subgraphs/releases/records.ts';

/** Estonia's labels, most open first. */
export const open = 'NU REL TO EST,NATO ORIGINATOR EST CREATED 2025-01-01';
export const restricted = 'NR REL TO EST,NATO ORIGINATOR EST CREATED 2025-01-01';
export const secret = 'NS REL TO EST,NATO ORIGINATOR EST CREATED 2025-01-01';
export const bilateral = 'NS REL TO EST,LVA ORIGINATOR EST CREATED 2025-01-01';
export const own = 'NR REL TO EST ORIGINATOR EST CREATED 2025-01-01';

export const id = (kind: string, number: number, nation = 'EST'): string =>
  `${nation}:${kind}:${String(number).padStart(26, '0')}`;

const at = '2025-03-01T10:00:00.000Z';
const envelope = { label: open, portions: {} };
type Changes<R> = Partial<Omit<R, '__typename' | 'id'>>;

export const incident = (number: number, changes: Changes<IncidentRecord> = {}): IncidentRecord => ({
  ...envelope,
  __typename: 'Incident',
  id: id('i', number),
  name: `Incident ${number}`,
  description: null,
  status: null,
  determination: null,
  severity: null,
  nationalSeverity: null,
  escalation: 'NATIONAL',
  incidentTypes: [],
  detection: null,
  sectors: [],
  occurredAt: null,
  detectedAt: null,
  reportedAt: null,
  containedAt: null,
  closedAt: null,
  updatedAt: at,
  affectedNations: null,
  impacts: null,
  techniques: null,
  attribution: null,
  vulnerabilities: null,
  externalReferences: null,
  source: null,
  isExercise: false,
  ...changes,
});

export const indicator = (number: number, changes: Changes<IndicatorRecord> = {}): IndicatorRecord => ({
  ...envelope,
  __typename: 'Indicator',
  id: id('n', number),
  incident: null,
  type: 'IPV4',
  pattern: null,
  confidence: null,
  validFrom: at,
  validUntil: null,
  pap: null,
  ...changes,
});

export const sighting = (number: number, changes: Changes<IndicatorSightingRecord> = {}): IndicatorSightingRecord => ({
  ...envelope,
  __typename: 'IndicatorSighting',
  id: id('s', number),
  indicator: null,
  incident: null,
  firstSeen: null,
  lastSeen: at,
  count: null,
  ...changes,
});

export const link = (
  number: number,
  from: string,
  to: string,
  changes: Changes<IncidentLinkRecord> = {},
): IncidentLinkRecord => ({
  ...envelope,
  __typename: 'IncidentLink',
  id: id('l', number),
  relation: 'RELATED_TO',
  from,
  to,
  confidence: null,
  assertedAt: at,
  ...changes,
});

export const acknowledgement = (
  number: number,
  incidentId: string,
  changes: Changes<AcknowledgementRecord> = {},
): AcknowledgementRecord => ({
  ...envelope,
  __typename: 'Acknowledgement',
  id: id('a', number),
  incident: incidentId,
  at,
  note: null,
  ...changes,
});

export const timelineEntry = (
  number: number,
  incidentId: string,
  changes: Changes<TimelineEntryRecord> = {},
): TimelineEntryRecord => ({
  ...envelope,
  __typename: 'TimelineEntry',
  id: id('t', number),
  incident: incidentId,
  at,
  kind: 'NOTE',
  text: null,
  ...changes,
});

export const releaseRequest = (number: number, changes: Changes<ReleaseRequestRecord>): ReleaseRequestRecord => ({
  ...envelope,
  __typename: 'ReleaseRequest',
  id: id('q', number),
  field: 'attribution',
  reason: null,
  status: 'OPEN',
  askedAt: at,
  answerBy: at,
  ...changes,
});

export const releaseAnswer = (
  number: number,
  request: string,
  changes: Changes<ReleaseAnswerRecord> = {},
): ReleaseAnswerRecord => ({
  ...envelope,
  __typename: 'ReleaseAnswer',
  id: id('d', number),
  request,
  at,
  granted: true,
  reason: null,
  ...changes,
});

export const capability = (number: number, changes: Changes<CapabilityRecord> = {}): CapabilityRecord => ({
  ...envelope,
  __typename: 'Capability',
  id: id('c', number),
  name: `Capability ${number}`,
  kind: 'MALWARE_ANALYSIS',
  summary: null,
  readiness: 'R24H',
  noticeToMoveHours: null,
  deployable: true,
  remote: true,
  headcount: null,
  specialisms: [],
  tooling: null,
  effect: null,
  pointOfContact: null,
  agreements: [],
  ...changes,
});

export const offer = (
  number: number,
  capabilityId: string,
  changes: Changes<CapabilityOfferRecord> = {},
): CapabilityOfferRecord => ({
  ...envelope,
  __typename: 'CapabilityOffer',
  id: id('o', number),
  capability: capabilityId,
  to: ['LVA'],
  from: at,
  until: null,
  under: null,
  terms: null,
  ...changes,
});

export const capabilityRequest = (
  number: number,
  changes: Changes<CapabilityRequestRecord> = {},
): CapabilityRequestRecord => ({
  ...envelope,
  __typename: 'CapabilityRequest',
  id: id('r', number),
  kinds: ['MALWARE_ANALYSIS'],
  urgency: 'PRIORITY',
  status: 'OPEN',
  openedAt: at,
  neededBy: null,
  to: null,
  need: null,
  incident: null,
  exercise: null,
  accepted: [],
  ...changes,
});

export const requestAnswer = (
  number: number,
  request: string,
  changes: Changes<RequestAnswerRecord> = {},
): RequestAnswerRecord => ({
  ...envelope,
  __typename: 'RequestAnswer',
  id: id('w', number),
  request,
  at,
  response: 'OFFER',
  capability: null,
  terms: null,
  ...changes,
});

export const capabilityUse = (
  number: number,
  exerciseId: string,
  capabilityId: string,
  changes: Changes<CapabilityUseRecord> = {},
): CapabilityUseRecord => ({
  ...envelope,
  __typename: 'CapabilityUse',
  id: id('u', number),
  exercise: exerciseId,
  capability: capabilityId,
  recordedAt: at,
  team: null,
  rating: null,
  note: null,
  ...changes,
});

export const exercise = (number: number, changes: Changes<ExerciseRecord> = {}): ExerciseRecord => ({
  ...envelope,
  __typename: 'Exercise',
  id: id('e', number),
  name: `Exercise ${number}`,
  series: 'NATIONAL',
  kind: 'TABLETOP',
  phase: 'PLANNING',
  startsAt: at,
  endsAt: null,
  participants: null,
  partnerOrganisations: [],
  scenario: null,
  ...changes,
});

export const objective = (
  number: number,
  exerciseId: string,
  changes: Changes<ObjectiveRecord> = {},
): ObjectiveRecord => ({
  ...envelope,
  __typename: 'Objective',
  id: id('b', number),
  exercise: exerciseId,
  text: `Objective ${number}`,
  trainingAudience: null,
  met: null,
  ...changes,
});

export const team = (number: number, exerciseId: string, changes: Changes<TeamRecord> = {}): TeamRecord => ({
  ...envelope,
  __typename: 'Team',
  id: id('m', number),
  exercise: exerciseId,
  role: 'BLUE',
  nations: ['EST'],
  score: null,
  ...changes,
});

export const inject = (number: number, exerciseId: string, changes: Changes<InjectRecord> = {}): InjectRecord => ({
  ...envelope,
  __typename: 'Inject',
  id: id('j', number),
  exercise: exerciseId,
  plannedAt: at,
  releasedAt: null,
  teams: [],
  content: null,
  expectedReaction: null,
  ...changes,
});

export const lesson = (number: number, changes: Changes<LessonRecord> = {}): LessonRecord => ({
  ...envelope,
  __typename: 'Lesson',
  id: id('k', number),
  title: `Lesson ${number}`,
  observation: null,
  discussion: null,
  conclusion: null,
  recommendation: null,
  status: 'OBSERVATION',
  recordedAt: at,
  exercise: null,
  incidents: [],
  actionBy: [],
  ...changes,
});
