import type { FetchNode } from '@apollo/query-planner';
import { isRecord } from '../../schema/isRecord.ts';

type Rewrites = FetchNode['outputRewrites'];

/** Is an object of this type one of that type, which may be abstract? */
type IsOf = (typeName: string, condition: string) => boolean;

/** Carries out the planner's rewrites of an answer or a representation: renamed keys, set `__typename`s. In place. */
export function rewriteData(rewrites: Rewrites, data: unknown, isOf: IsOf): void {
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
    walk(data, rewrite.path.slice(0, -1), apply, isOf);
  }
}

const typeCondition = '... on ';

function walk(
  value: unknown,
  path: readonly string[],
  apply: (holder: Record<string, unknown>) => void,
  isOf: IsOf,
): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, path, apply, isOf);
    return;
  }
  if (!isRecord(value) || value instanceof Error) return;
  const [step, ...rest] = path;
  if (step === undefined) apply(value as Record<string, unknown>);
  else if (!step.startsWith(typeCondition)) walk(value[step], rest, apply, isOf);
  else {
    const typeName = value['__typename'];
    if (typeof typeName !== 'string' || isOf(typeName, step.slice(typeCondition.length)))
      walk(value, rest, apply, isOf);
  }
}
