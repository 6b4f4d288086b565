import type { LabelledRecord } from '../runtime/LabelledRecord.ts';

/** Lowest first. */
export const severities = ['S0_NEGLIGIBLE', 'S1_LOW', 'S2_MEDIUM', 'S3_HIGH', 'S4_SEVERE', 'S5_EMERGENCY'] as const;
export type AllianceSeverity = (typeof severities)[number];
export type IncidentStatus =
  | 'NEW'
  | 'DETECT_TRIAGE'
  | 'RESPOND_CONTAIN'
  | 'RESPOND_ERADICATE'
  | 'RECOVER'
  | 'LESSONS'
  | 'CLOSED';
export type IncidentDetermination = 'SUSPECTED' | 'CONFIRMED' | 'BLOCKED' | 'FAILED_ATTEMPT' | 'FALSE_POSITIVE';
/** Lowest first. */
export const escalationLevels = ['NATIONAL', 'BILATERAL', 'MULTINATIONAL', 'ALLIANCE', 'COUNCIL'] as const;
export type EscalationLevel = (typeof escalationLevels)[number];
export type DetectionSource =
  | 'SIEM'
  | 'IDS'
  | 'IPS'
  | 'EDR'
  | 'THREAT_INTEL'
  | 'AI_ANALYTICS'
  | 'HUMAN_REPORT'
  | 'PARTNER_NOTIFICATION'
  | 'VULNERABILITY_SCAN'
  | 'OTHER';
export type Sector =
  | 'ENERGY'
  | 'TRANSPORT'
  | 'BANKING'
  | 'FINANCIAL_MARKETS'
  | 'HEALTH'
  | 'DRINKING_WATER'
  | 'WASTE_WATER'
  | 'DIGITAL_INFRASTRUCTURE'
  | 'ICT_SERVICES'
  | 'PUBLIC_ADMINISTRATION'
  | 'SPACE'
  | 'POSTAL'
  | 'WASTE_MANAGEMENT'
  | 'CHEMICALS'
  | 'FOOD'
  | 'MANUFACTURING'
  | 'DIGITAL_PROVIDERS'
  | 'RESEARCH'
  | 'DEFENCE'
  | 'ALLIANCE_NETWORKS'
  | 'OTHER';

export interface Impact {
  readonly kind: 'AVAILABILITY' | 'CONFIDENTIALITY' | 'INTEGRITY' | 'PHYSICAL' | 'MONETARY' | 'EXTERNAL';
  readonly criticality: number | null;
  readonly description: string | null;
  readonly recoverability: 'NOT_APPLICABLE' | 'REGULAR' | 'SUPPLEMENTED' | 'EXTENDED' | 'NOT_RECOVERABLE' | null;
  readonly recordsAffected: number | null;
  readonly amount: number | null;
  readonly currency: string | null;
}

export interface AttackTechnique {
  readonly id: string;
  readonly name: string | null;
  readonly tactics: readonly string[];
}

export interface Attribution {
  readonly actor: string;
  readonly confidence: number | null;
  readonly statement: string | null;
  readonly admiraltyCode: string | null;
}

export interface VulnerabilityRef {
  readonly cve: string;
  readonly cvss: number | null;
  readonly exploitedInTheWild: boolean | null;
  readonly patchedAt: string | null;
}

export interface ExternalReference {
  readonly sourceName: string;
  readonly externalId: string | null;
  readonly url: string | null;
  readonly description: string | null;
}

export interface SourceRecord {
  readonly format: string;
  readonly reference: string | null;
  /** The original as JSON text, byte for byte as received. */
  readonly record: string | null;
}

/** A portion that is not recorded is null, never an empty list. */
export interface IncidentRecord extends LabelledRecord<
  'Incident',
  | 'description'
  | 'affectedNations'
  | 'impacts'
  | 'techniques'
  | 'attribution'
  | 'vulnerabilities'
  | 'externalReferences'
  | 'source'
> {
  readonly name: string;
  readonly description: string | null;
  readonly status: IncidentStatus | null;
  readonly determination: IncidentDetermination | null;
  readonly severity: AllianceSeverity | null;
  readonly nationalSeverity: { readonly scheme: string; readonly value: string } | null;
  readonly escalation: EscalationLevel;
  readonly acknowledgeBy?: string | null;
  readonly incidentTypes: readonly string[];
  readonly detection: DetectionSource | null;
  readonly sectors: readonly Sector[];
  /** `2024`, `2024-05` or `2024-05-17`. */
  readonly occurredAt: string | null;
  readonly detectedAt: string | null;
  readonly reportedAt: string | null;
  readonly containedAt: string | null;
  readonly closedAt: string | null;
  readonly updatedAt: string | null;
  readonly affectedNations: readonly string[] | null;
  readonly impacts: readonly Impact[] | null;
  readonly techniques: readonly AttackTechnique[] | null;
  readonly attribution: Attribution | null;
  readonly vulnerabilities: readonly VulnerabilityRef[] | null;
  readonly externalReferences: readonly ExternalReference[] | null;
  readonly source: SourceRecord | null;
  readonly isExercise: boolean;
}

export type IndicatorType =
  | 'IPV4'
  | 'IPV6'
  | 'DOMAIN'
  | 'URL'
  | 'EMAIL'
  | 'FILE_MD5'
  | 'FILE_SHA1'
  | 'FILE_SHA256'
  | 'YARA'
  | 'SIGMA'
  | 'STIX_PATTERN';

/** Belongs to one incident of the same nation, or to none. */
export interface IndicatorRecord extends LabelledRecord<'Indicator', 'pattern'> {
  readonly incident: string | null;
  readonly type: IndicatorType;
  readonly pattern: string | null;
  readonly confidence: number | null;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly pap: 'CLEAR' | 'GREEN' | 'AMBER' | 'AMBER_STRICT' | 'RED' | null;
}

/** Kept by the nation that saw it; indicator and incident may be another nation's. */
export interface IndicatorSightingRecord extends LabelledRecord<'IndicatorSighting'> {
  readonly indicator: string | null;
  readonly incident: string | null;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly count: number | null;
}

/** Kept by the nation that asserts it; either end may be another nation's. */
export interface IncidentLinkRecord extends LabelledRecord<'IncidentLink'> {
  readonly relation: 'RELATED_TO' | 'DUPLICATE_OF' | 'DERIVED_FROM' | 'LED_TO' | 'SAME_CAMPAIGN' | 'SHARED_INDICATOR';
  readonly from: string;
  readonly to: string;
  readonly confidence: number | null;
  readonly assertedAt: string;
}

/** Kept by the nation that acknowledges; the incident is mostly another nation's. */
export interface AcknowledgementRecord extends LabelledRecord<'Acknowledgement', 'note'> {
  readonly incident: string;
  readonly at: string;
  readonly note: string | null;
}

export interface TimelineEntryRecord extends LabelledRecord<'TimelineEntry', 'text'> {
  readonly incident: string;
  readonly at: string;
  readonly kind:
    | 'DETECTED'
    | 'DECLARED'
    | 'REPORTED'
    | 'ESCALATED'
    | 'ACKNOWLEDGED'
    | 'CONTAINMENT'
    | 'ERADICATION'
    | 'RECOVERY'
    | 'EXTERNAL_SUPPORT'
    | 'AUTOMATED_ACTION'
    | 'NOTE'
    | 'CLOSED';
  readonly text: string | null;
}

export type IncidentsRecord =
  | IncidentRecord
  | IndicatorRecord
  | IndicatorSightingRecord
  | IncidentLinkRecord
  | AcknowledgementRecord
  | TimelineEntryRecord;
