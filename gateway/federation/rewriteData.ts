import type { FetchNode } from '@apollo/query-planner';
import { isRecord } from './admit.ts';

type Rewrites = FetchNode['outputRewrites'];

/** Carries out the planner's rewrites of an answer or a representation: renamed keys, set `__typename`s. In place. */
export function rewriteData(rewrites: Rewrites, data: unknown): void {
  for (const rewrite of rewrites ?? []) {
    const last = rewrite.path.at(-1);
    if (last === undefined) continue;
    const apply = (holder: Record<string, unknown>): void => {
      if (rewrite.kind === 'ValueSetter') {
        holder[last] = rewrite.setValueTo as unknown;
      } else if (last in holder) {
        holder[rewrite.renameKeyTo] = holder[last];
        delete holder[last];
      }
    };
    walk(data, rewrite.path.slice(0, -1), apply);
  }
}

const typeCondition = '... on ';

function walk(value: unknown, path: readonly string[], apply: (holder: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, path, apply);
    return;
  }
  if (!isRecord(value)) return;
  const [step, ...rest] = path;
  if (step === undefined) apply(value as Record<string, unknown>);
  else if (!step.startsWith(typeCondition)) walk(value[step], rest, apply);
  else if (value['__typename'] === undefined || value['__typename'] === step.slice(typeCondition.length))
    walk(value, rest, apply);
}
