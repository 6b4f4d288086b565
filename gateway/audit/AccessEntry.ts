/** `REDACT`: some portion was hidden. `DENY`: a static floor shut some field. `STEP_UP`: a stronger sign-in was asked for. */
export type AccessOutcome = 'PERMIT' | 'REDACT' | 'DENY' | 'STEP_UP';

/** Ids of records by the text of the label that each had when it was read. */
export type ReadRecords = Readonly<Record<string, readonly string[]>>;

/** What an answer shows of records, told by whoever made the answer. */
export interface Access {
  /** SHA-256 of the operation's text, hex; the text itself is never logged. */
  readonly operationHash: string;
  /** The records in the answer, by owner. */
  readonly records: ReadonlyMap<string, ReadRecords>;
  readonly outcome: AccessOutcome;
}

/** One answer about to be released. No values, no query text, no name of a person. */
export interface AccessEntry {
  readonly requestId: string;
  readonly readerNation: string;
  readonly operationHash: string;
  readonly outcome: AccessOutcome;
  /** Digest of the registry that was decided by. */
  readonly policyVersion: string;
  /** By owner: what that owner sees of the reader, and its records in the answer. */
  readonly owners: Readonly<Record<string, { readonly pseudonym: string; readonly records: ReadRecords }>>;
}

/** As the log holds it. Times (epoch milliseconds) never decrease from line to line of one process. */
export type LoggedAccess = AccessEntry & { readonly at: number };
