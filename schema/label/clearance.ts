import type { Domain } from './domain.ts';
import type { Level } from './level.ts';

export const roles = [
  'ANALYST',
  'INCIDENT_COORDINATOR',
  'EXERCISE_PLANNER',
  'EXERCISE_CONTROL',
  'CAPABILITY_MANAGER',
  'POLICY_STAFF',
  'SECURITY_OFFICER',
] as const;
export type Role = (typeof roles)[number];
export type Aal = 1 | 2 | 3;

/**
 * What a reader holds towards one owner at one moment: expiry, the issuer's ceiling and the agreements in force are
 * already applied. It is what a passport carries.
 */
export interface Clearance {
  /** The nation or organisation that vouches for the reader. */
  readonly nation: string;
  readonly nationality: string;
  /** Pairwise: what this owner sees of the reader. */
  readonly pseudonym: string;
  /** The highest level open to the reader in each domain, towards this owner. */
  readonly levels: Readonly<Record<Domain, Level>>;
  /** Towards further originators, by nation, only where lower than `levels`. */
  readonly lower: Readonly<Record<string, Partial<Readonly<Record<Domain, Level>>>>>;
  readonly categories: readonly string[];
  readonly roles: readonly Role[];
  readonly aal: Aal;
}
