import { normalCategories } from './categories.ts';
import type { Restriction } from './label.ts';
import { maxLevel } from './level.ts';
import { intersect, union } from './names.ts';

/** Demands nothing: the label of what was derived from no record at all. */
export const bottom: Restriction = Object.freeze({
  level: 'NU',
  audience: 'ALL',
  eyes: 'ALL',
  recipients: 'ALL',
  allOf: [],
  anyOf: [],
  orcon: [],
  originators: [],
  officerOnly: false,
});

/**
 * The least restriction that is as strict as both. A reader meets it exactly when they meet both, if both have the
 * same originators; otherwise whoever meets it meets both, but agreements with either originator limit the level of
 * the whole.
 *
 * Unlike ADatP-4774.1 section 4.4, which drops a permissive category when nothing is left of it, an empty
 * intersection stays empty: it is nobody.
 */
export function join(a: Restriction, b: Restriction): Restriction {
  return {
    level: maxLevel(a.level, b.level),
    audience: intersect(a.audience, b.audience),
    eyes: intersect(a.eyes, b.eyes),
    recipients: intersect(a.recipients, b.recipients),
    ...normalCategories({ allOf: [...a.allOf, ...b.allOf], anyOf: [...a.anyOf, ...b.anyOf] }),
    orcon: union(a.orcon, b.orcon),
    originators: union(a.originators, b.originators),
    officerOnly: a.officerOnly || b.officerOnly,
  };
}
