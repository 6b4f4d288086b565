import type { SharingDomain } from '../label/domain.ts';
import type { Level } from '../label/level.ts';

export const agreementKinds = ['ALLIANCE', 'BILATERAL', 'MULTILATERAL', 'PARTNER_ORGANISATION'] as const;
export type AgreementKind = (typeof agreementKinds)[number];

/**
 * What a nation is told of the alliance's registry: the public part and the agreements to which it is a party. With it
 * a nation decides by itself. No code names two things, but successive agreements may share one.
 */
export interface AllianceDocument {
  readonly version: number;
  readonly nations: readonly Named[];
  readonly organisations: readonly Named[];
  readonly coalitions: readonly Coalition[];
  readonly agreements: readonly Agreement[];
  /** The highest level that a nation or organisation may itself know, by code. */
  readonly ceilings: Readonly<Record<string, Level>>;
}

export interface Named {
  readonly code: string;
  readonly name: string;
}

export interface Coalition extends Named {
  /** Nations and organisations by code. */
  readonly members: readonly string[];
}

export interface Agreement {
  readonly id: string;
  /** The name on labels, such as `EST-LVA`. */
  readonly code: string;
  readonly title: string;
  readonly kind: AgreementKind;
  /** Nations, organisations and coalitions by code. */
  readonly parties: readonly string[];
  readonly ceiling: Level;
  readonly covers: readonly SharingDomain[];
  /** RFC 3339, UTC; in force at this instant. */
  readonly from: string;
  /** RFC 3339, UTC; no longer in force at this instant. */
  readonly until: string | null;
}
