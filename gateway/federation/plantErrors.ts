import type { ExecutionResult } from 'graphql';
import { isRecord } from './admit.ts';

/**
 * The data of an answer with an error of ours in the place of every error it reports. `undefined`: no data at all.
 * Errors without a place, or in a place that was not null, say nothing of any value.
 */
export function plantErrors({ data, errors }: ExecutionResult, make: () => Error): unknown {
  if (!isRecord(data)) return undefined;
  for (const { path } of errors ?? []) {
    let at: unknown = data;
    for (const step of path ?? []) {
      const holder = at as Record<string | number, unknown>;
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) break;
      if (holder[step] === null) holder[step] = make();
      at = holder[step];
    }
  }
  return data;
}
