import type { LabelledRecord } from '../runtime/LabelledRecord.ts';

/** Slowest first. */
export const readinessSteps = ['UNAVAILABLE', 'COMMITTED', 'R30D', 'R10D', 'R72H', 'R24H', 'R6H', 'IMMEDIATE'] as const;
export type Readiness = (typeof readinessSteps)[number];
/** Lowest first. */
export const urgencies = ['ROUTINE', 'PRIORITY', 'IMMEDIATE', 'FLASH'] as const;
export type Urgency = (typeof urgencies)[number];
export const requestStatuses = [
  'OPEN',
  'MATCHED',
  'ACCEPTED',
  'DEPLOYED',
  'COMPLETED',
  'DECLINED',
  'WITHDRAWN',
] as const;
export type RequestStatus = (typeof requestStatuses)[number];
export type CapabilityKind =
  | 'RAPID_REACTION_TEAM'
  | 'INCIDENT_RESPONSE'
  | 'DIGITAL_FORENSICS'
  | 'MALWARE_ANALYSIS'
  | 'THREAT_HUNTING'
  | 'THREAT_INTELLIGENCE'
  | 'SIEM_MONITORING'
  | 'IDS_IPS_SENSORS'
  | 'VULNERABILITY_MANAGEMENT'
  | 'AUTOMATED_RESPONSE'
  | 'AI_ANALYTICS'
  | 'CRYPTOGRAPHY_PQC'
  | 'OT_ICS'
  | 'CYBER_RANGE'
  | 'TRAINING'
  | 'LEGAL_ADVICE'
  | 'STRATEGIC_COMMUNICATIONS'
  | 'LIAISON'
  | 'SOVEREIGN_EFFECT';

export interface Tooling {
  readonly name: string;
  readonly version: string | null;
  readonly standards: readonly string[];
  readonly postQuantumReady: boolean | null;
}

export interface SovereignEffect {
  readonly description: string;
  readonly approvalAuthority: string;
  readonly targetClasses: readonly string[];
}

/** A portion that is not recorded is null, never an empty list. */
export interface CapabilityRecord extends LabelledRecord<
  'Capability',
  'summary' | 'noticeToMoveHours' | 'headcount' | 'tooling' | 'effect' | 'pointOfContact'
> {
  readonly name: string;
  readonly kind: CapabilityKind;
  readonly summary: string | null;
  readonly readiness: Readiness;
  readonly noticeToMoveHours: number | null;
  readonly deployable: boolean;
  readonly remote: boolean;
  readonly headcount: number | null;
  readonly specialisms: readonly string[];
  readonly tooling: readonly Tooling[] | null;
  readonly effect: SovereignEffect | null;
  readonly pointOfContact: string | null;
  /** Ids of agreements, records of the alliance. */
  readonly agreements: readonly string[];
}

/** Kept with the capability, which is the same nation's. `to` holds nation codes, coalitions written out. */
export interface CapabilityOfferRecord extends LabelledRecord<'CapabilityOffer', 'terms'> {
  readonly capability: string;
  readonly to: readonly string[];
  readonly from: string;
  readonly until: string | null;
  readonly under: string | null;
  readonly terms: string | null;
}

/** Incident and exercise may be another nation's. `to` holds nation codes, `accepted` ids of answers of other nations. */
export interface CapabilityRequestRecord extends LabelledRecord<'CapabilityRequest', 'need'> {
  readonly kinds: readonly CapabilityKind[];
  readonly urgency: Urgency;
  readonly status: RequestStatus;
  readonly openedAt: string;
  readonly neededBy: string | null;
  readonly to: readonly string[] | null;
  readonly need: string | null;
  readonly incident: string | null;
  readonly exercise: string | null;
  readonly accepted: readonly string[];
}

/** Kept by the nation that answers: the request is mostly another nation's, the capability its own. */
export interface RequestAnswerRecord extends LabelledRecord<'RequestAnswer', 'terms'> {
  readonly request: string;
  readonly at: string;
  readonly response: 'OFFER' | 'DECLINE' | 'NEED_MORE_INFORMATION';
  readonly capability: string | null;
  readonly terms: string | null;
}

/** Kept by the nation that brought the capability; the exercise is mostly another nation's. */
export interface CapabilityUseRecord extends LabelledRecord<'CapabilityUse', 'rating' | 'note'> {
  readonly exercise: string;
  readonly capability: string;
  readonly recordedAt: string;
  readonly team: string | null;
  readonly rating: number | null;
  readonly note: string | null;
}

export type CapabilitiesRecord =
  | CapabilityRecord
  | CapabilityOfferRecord
  | CapabilityRequestRecord
  | RequestAnswerRecord
  | CapabilityUseRecord;
