import { isLevel, maxLevel, rank } from '../label/level.ts';
import type { Level } from '../label/level.ts';
import { applied, texts } from './applied.ts';
import type { Element } from './applied.ts';

/** What @classified demands of every reader: all of its gates at once. */
export interface Floor {
  readonly level: Level;
  readonly categories: readonly string[];
  /** Of each group the reader has at least one role. */
  readonly roles: readonly (readonly string[])[];
}

export const openFloor: Floor = { level: 'NU', categories: [], roles: [] };

/** A level outside the lattice counts as the highest. */
export const floorOf = (...elements: readonly Element[]): Floor =>
  elements
    .flatMap((element) => applied(element, 'classified'))
    .map(({ level = 'NU', categories = [], roles = [] }) => ({
      level: isLevel(level) ? level : 'CTS',
      categories: texts(categories),
      roles: texts(roles).length > 0 ? [texts(roles)] : [],
    }))
    .reduce(joinFloors, openFloor);

export function joinFloors(a: Floor, b: Floor): Floor {
  return {
    level: maxLevel(a.level, b.level),
    categories: [...a.categories, ...b.categories],
    roles: [...a.roles, ...b.roles],
  };
}

/** Whoever meets `a` meets `b`. */
export const atLeast = (a: Floor, b: Floor): boolean =>
  rank(a.level) >= rank(b.level) &&
  b.categories.every((category) => a.categories.includes(category)) &&
  b.roles.every((wanted) => a.roles.some((held) => held.every((role) => wanted.includes(role))));

export const floorText = ({ level, categories, roles }: Floor): string =>
  [level, ...categories, ...roles.map((group) => group.join(' or '))].join(', ');
