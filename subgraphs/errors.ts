import { GraphQLError } from 'graphql';
import type { Aal } from '../schema/label/clearance.ts';

/** A record that may not lie in this nation's store. The message names the record and says what is wrong with it. */
export class RecordRefused extends Error {
  readonly code = 'ERR_RECORD_REFUSED';
  override readonly name = 'RecordRefused';
  /** What is wrong with it, without the record's name. */
  readonly problem: string;

  constructor(id: string, problem: string) {
    super(`record \`${id}\`: ${problem}`);
    this.problem = problem;
  }
}

/** What keeps a write from being carried out, as the writer is told. */
export interface Problem {
  readonly code:
    | 'NOT_FOUND'
    | 'NOT_ALLOWED'
    | 'INVALID'
    | 'CONFLICT'
    | 'STALE_VERSION'
    | 'STEP_UP_REQUIRED'
    | 'LABEL_NOT_ALLOWED'
    | 'AGREEMENT_REQUIRED';
  /** Made of the writer's own words and of what they may read, never of anything hidden. */
  readonly message: string;
  /** Where in the arguments. */
  readonly path: readonly string[];
}

/** Ends a write: nothing of it has happened. */
export class WriteRefused extends Error {
  readonly code = 'ERR_WRITE_REFUSED';
  override readonly name = 'WriteRefused';
  readonly problem: Problem;

  constructor(code: Problem['code'], message: string, path: readonly string[]) {
    super(message);
    this.problem = { code, message, path };
  }
}

/**
 * Ends a write that hangs on records of others of which the gateway has not said whether they are there for the writer.
 * It asks again once it knows.
 */
export class MarkingsNeeded extends Error {
  readonly code = 'ERR_MARKINGS_NEEDED';
  override readonly name = 'MarkingsNeeded';
  readonly records: readonly { readonly type: string; readonly id: string }[];

  constructor(records: MarkingsNeeded['records']) {
    super('whether what the record shows with is there for the writer is not known');
    this.records = records;
  }
}

/** A command line or configuration that cannot be run with. */
export class UsageError extends Error {
  readonly code = 'ERR_USAGE';
  override readonly name = 'UsageError';
}

/** Beside data an answer may hold one error, at its root field: this one, of a record that is asked for by its id. */
export const stepUpRequired = (requiredAal: Aal): GraphQLError =>
  new GraphQLError('a stronger sign-in is required', { extensions: { code: 'STEP_UP_REQUIRED', requiredAal } });

/** And this one, which is for the gateway alone. */
export const markingsNeeded = ({ message, records }: MarkingsNeeded): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'MARKINGS_NEEDED', records } });

/** An argument whose value the contract does not allow. */
export const badUserInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** What leaves for a request that is not answered: fixed texts, whatever the cause. */
export const refusals = {
  UNAUTHENTICATED: { status: 401, message: 'a valid passport is required' },
  BAD_REQUEST: { status: 400, message: 'the request is not a graphql request' },
  BAD_USER_INPUT: { status: 400, message: 'the request holds a value that the contract does not allow' },
  GONE: { status: 410, message: 'events of that time are not kept any more' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, message: 'the operation does not fit the contract' },
  INTERNAL_SERVER_ERROR: { status: 500, message: 'the request could not be answered' },
} as const;
export type RefusalCode = keyof typeof refusals;

export const refusalBody = (code: RefusalCode) => ({
  errors: [{ message: refusals[code].message, extensions: { code } }],
});
