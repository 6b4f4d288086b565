import type { LoggedAccess } from '../../gateway/audit/AccessEntry.ts';
import type { StoredRecord } from '../support/oracle/prune.ts';

/** Who decides: both sides, or one alone while the other permits everything. */
export const lockModes = ['both', 'gateway', 'nation'] as const;
export type LockMode = (typeof lockModes)[number];

/** What a reader's token says of them. */
export interface ReaderClaims {
  readonly sub: string;
  readonly nation: string;
  readonly nationality: string;
  /** A level of the alliance. */
  readonly clearance: string;
  /** Seconds since 1970. */
  readonly clearance_exp: number;
  readonly categories: readonly string[];
  readonly roles: readonly string[];
  readonly aal: 1 | 2 | 3;
}

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What somebody asked, or wrote. */
export interface Turn {
  readonly by: ReaderClaims;
  readonly operation: Operation;
}

/** What nations hold under one registry at one moment. */
export interface AllianceData {
  /** The registry as its file says it. */
  readonly registryText: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** By nation. */
  readonly records: Readonly<Record<string, readonly StoredRecord[]>>;
  /** What the gateway has logged before, newest first. */
  readonly accesses: readonly LoggedAccess[];
}

/** One question, with everything that its answer depends on. It is JSON, so that it can be kept and asked again. */
export interface LeakCase {
  readonly lock: LockMode;
  readonly alliance: AllianceData;
  readonly reader: ReaderClaims;
  readonly operation: Operation;
  /** What came before it, by the same reader or by another one alone; left out: nothing. */
  readonly earlier?: readonly Turn[];
  /** Who else must not be told anything by what is written; left out: nobody. */
  readonly observers?: readonly ReaderClaims[];
  /** Nations that do not answer. */
  readonly down: readonly string[];
}
