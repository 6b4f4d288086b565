import type { Restriction } from './label.ts';
import { rank } from './level.ts';
import { isWithin } from './names.ts';

/** Is `a` at least as strict as `b` in every part? A partial order; `join(a, b)` is its least upper bound. */
export function dominates(a: Restriction, b: Restriction): boolean {
  return (
    rank(a.level) >= rank(b.level) &&
    isWithin(a.audience, b.audience) &&
    isWithin(a.eyes, b.eyes) &&
    isWithin(a.recipients, b.recipients) &&
    isWithin(b.allOf, a.allOf) &&
    b.anyOf.every((group) => demandsOneOf(a, group)) &&
    isWithin(b.orcon, a.orcon) &&
    isWithin(b.originators, a.originators) &&
    (a.officerOnly || !b.officerOnly)
  );
}

function demandsOneOf({ allOf, anyOf }: Restriction, group: readonly string[]): boolean {
  return allOf.some((category) => group.includes(category)) || anyOf.some((narrower) => isWithin(narrower, group));
}
