import type { ExecutionResult, GraphQLError } from 'graphql';
import type { CodedError } from '../errors.ts';
import { isRecord } from '../../schema/isRecord.ts';

/** Response keys and list indices. */
export type ErrorPath = readonly (string | number)[];

/** An error in the place of a value that it left null. */
export class Planted extends Error {
  readonly error: CodedError;
  /** From that place to where it happened: a null goes up to what may be null. */
  readonly below: ErrorPath;
  /** The place is beside the one that failed, in the same object: `below` begins with the other's key. */
  readonly isBeside: boolean;

  constructor(error: CodedError, below: ErrorPath, isBeside = false) {
    super(error.message);
    this.error = error;
    this.below = below;
    this.isBeside = isBeside;
  }
}

export type PlantedAnswer =
  | { readonly data: Record<string, unknown> }
  /** A null that went up all the way: which root field it came from. */
  | { readonly failures: ReadonlyMap<string | number, Planted> };

/**
 * An answer with an error of ours in the place of every error that it reports. Errors without a place, or in a place that
 * was not null, say nothing of any value.
 */
export function plantErrors(
  { data, errors = [] }: ExecutionResult,
  make: (error: GraphQLError) => CodedError,
): PlantedAnswer {
  if (isRecord(data)) {
    for (const error of errors) plant(data, error.path ?? [], make(error));
    return { data };
  }
  const failures = new Map<string | number, Planted>();
  for (const error of errors) {
    const [key, ...below] = error.path ?? [];
    if (key !== undefined && !failures.has(key)) failures.set(key, new Planted(make(error), below));
  }
  return { failures };
}

function plant(data: unknown, path: ErrorPath, error: CodedError): void {
  let at = data;
  for (const [index, step] of path.entries()) {
    if (typeof at !== 'object' || at === null || at instanceof Error || !Object.hasOwn(at, step)) return;
    const holder = at as Record<string | number, unknown>;
    holder[step] ??= new Planted(error, path.slice(index + 1));
    at = holder[step];
  }
}
