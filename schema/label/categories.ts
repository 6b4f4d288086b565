import type { Restriction } from './label.ts';
import { sorted } from './names.ts';

type Categories = Pick<Restriction, 'allOf' | 'anyOf'>;

/**
 * The one normal form of "all of these, and of each group at least one": no group that another demand already
 * implies, no group of one. An empty group stays: nobody meets it.
 */
export function normalCategories({ allOf, anyOf }: Categories): Categories {
  const singles = anyOf.filter((group) => new Set(group).size === 1).flat();
  const all = sorted([...allOf, ...singles]);
  const groups = anyOf.map(sorted).filter((group) => !group.some((category) => all.includes(category)));
  const kept = groups.filter((group, index) => !groups.some((other, at) => implies(other, group, at < index)));
  return { allOf: all, anyOf: kept.sort((a, b) => (a.join() < b.join() ? -1 : 1)) };
}

/** Of two equal groups the first one implies the other. */
function implies(other: readonly string[], group: readonly string[], otherIsFirst: boolean): boolean {
  if (other.length > group.length || (other.length === group.length && !otherIsFirst)) return false;
  return other.every((category) => group.includes(category));
}
