import { applied, texts } from './applied.ts';
import type { Contract, Finding, Rule } from './Contract.ts';
import { atLeast, floorOf, floorText } from './Floor.ts';
import { followPath } from './followPath.ts';

/** An input that is compared with a field is at least as classified as that field: a filter is a way to read it. */
export const readsAreGuarded: Rule = (contract) =>
  contract.inputs.flatMap(({ at, definition }) =>
    applied(definition, 'reads')
      .flatMap(({ field }) => texts(field))
      .flatMap((path) => findingsOf(contract, at, floorOf(definition), path)),
  );

function findingsOf(
  { schema }: Contract,
  at: string,
  own: ReturnType<typeof floorOf>,
  path: string,
): readonly Finding[] {
  const read = followPath(schema, path);
  if ('broken' in read) return [{ at, message: `@reads \`${path}\`: ${read.broken}` }];
  if (atLeast(own, read.floor)) return [];
  return [{ at, message: `reads \`${path}\`, whose floor is ${floorText(read.floor)}; give it the same @classified` }];
}
