import { GraphQLError } from 'graphql';
import type { Aal } from '../schema/label/clearance.ts';

/** A record that may not lie in this nation's store. The message names the record and says what is wrong with it. */
export class RecordRefused extends Error {
  readonly code = 'ERR_RECORD_REFUSED';
  override readonly name = 'RecordRefused';
}

/** A command line or configuration that cannot be run with. */
export class UsageError extends Error {
  readonly code = 'ERR_USAGE';
  override readonly name = 'UsageError';
}

/** The one error that an answer may hold beside data: at the root field of a direct read. */
export const stepUpRequired = (requiredAal: Aal): GraphQLError =>
  new GraphQLError('a stronger sign-in is required', { extensions: { code: 'STEP_UP_REQUIRED', requiredAal } });

/** An argument whose value the contract does not allow. */
export const badUserInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** What leaves for a request that is not answered: fixed texts, whatever the cause. */
export const refusals = {
  UNAUTHENTICATED: { status: 401, message: 'a valid passport is required' },
  BAD_REQUEST: { status: 400, message: 'the request is not a graphql request' },
  BAD_USER_INPUT: { status: 400, message: 'the request holds a value that the contract does not allow' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, message: 'the operation does not fit the contract' },
  INTERNAL_SERVER_ERROR: { status: 500, message: 'the request could not be answered' },
} as const;
export type RefusalCode = keyof typeof refusals;

export const refusalBody = (code: RefusalCode) => ({
  errors: [{ message: refusals[code].message, extensions: { code } }],
});
