import type { ExecutionResult, GraphQLError } from 'graphql';
import { isRecord } from './admit.ts';

/**
 * The data of an answer with an error of ours in the place of every error it reports. `undefined`: no data at all.
 * Errors without a place, or in a place that was not null, say nothing of any value.
 */
export function plantErrors({ data, errors }: ExecutionResult, make: (error: GraphQLError) => Error): unknown {
  if (!isRecord(data)) return undefined;
  for (const error of errors ?? []) {
    let at: unknown = data;
    for (const step of error.path ?? []) {
      const holder = at as Record<string | number, unknown>;
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) break;
      if (holder[step] === null) holder[step] = make(error);
      at = holder[step];
    }
  }
  return data;
}
