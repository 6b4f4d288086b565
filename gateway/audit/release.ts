import type { ExecutionResult } from 'graphql';
import { CodedError, refusal } from '../errors.ts';
import type { AccessEntry } from './AccessEntry.ts';
import type { AccessLog } from './AccessLog.ts';

/** The only way out for an answer: it is handed back once the log holds the entry, and is replaced if it does not. */
export async function release(
  answer: ExecutionResult,
  entry: AccessEntry,
  log: Pick<AccessLog, 'record'>,
): Promise<ExecutionResult> {
  try {
    await log.record(entry);
  } catch (cause) {
    return { errors: [refusal(new CodedError('AUDIT_UNAVAILABLE', {}, undefined, { cause }))] };
  }
  return answer;
}
