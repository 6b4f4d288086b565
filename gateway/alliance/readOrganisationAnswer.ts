import { GraphQLError, type ExecutionResult } from 'graphql';
import { isRecord } from '../../schema/isRecord.ts';
import type { ScanAnswer, ScannedAnswer } from '../federation/Spliced.ts';
import { readJson } from '../nations/readJson.ts';
import type { Read } from '../nations/SubgraphAnswer.ts';

/** Data and errors of ordinary federation; of an error only its place is kept. */
export type OrganisationAnswer = Required<Pick<ExecutionResult, 'data' | 'errors'>> | ScannedAnswer;

/** A central subgraph's body as an answer. Total: whatever the bytes are, they end as `unavailable` or as bounded data. */
export function readOrganisationAnswer(body: Uint8Array, scan?: ScanAnswer): Read<OrganisationAnswer> {
  const scanned = scan?.(body);
  if (scanned) return { answer: scanned };
  const value = readJson(body);
  if (typeof value === 'string') return { answer: { unavailable: value } };
  const { data = null, errors = null } = value;
  const fits = (data === null || isRecord(data)) && (errors === null || Array.isArray(errors));
  if (!fits || (data === null && errors === null)) return { answer: { unavailable: 'wrongShape' } };
  const found: readonly unknown[] = errors ?? [];
  return {
    answer: { data, errors: found.map(placed) },
    ...(found.length > 0 && { detail: JSON.stringify(found[0]).slice(0, 300) }),
  };
}

function placed(error: unknown): GraphQLError {
  const path: unknown = isRecord(error) ? error['path'] : undefined;
  return new GraphQLError('', { path: isPath(path) ? path : null });
}

const isPath = (path: unknown): path is (string | number)[] =>
  Array.isArray(path) && path.every((step) => typeof step === 'string' || typeof step === 'number');
