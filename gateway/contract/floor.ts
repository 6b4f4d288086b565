import { requiredAal, rank, type Level } from '../../schema/label/level.ts';
import type { Aal, Clearance, Role } from '../../schema/label/clearance.ts';

/** A static floor: `@classified` on a type, field, argument or input field. An empty list asks for nothing. */
export interface Floor {
  readonly level: Level;
  readonly categories: readonly string[];
  readonly roles: readonly Role[];
}

export type FloorDecision = 'permit' | 'deny' | { readonly requiredAal: Aal };

/** Does this clearance stand on the floor? Assurance is named only to those who lack nothing else. Total. */
export function decideFloor(clearance: Clearance, floor: Floor): FloorDecision {
  if (!(rank(clearance.levels.CENTRAL) >= rank(floor.level))) return 'deny';
  if (!floor.categories.every((category) => clearance.categories.includes(category))) return 'deny';
  if (!hasRole(clearance, floor)) return 'deny';
  const aal = requiredAal[floor.level];
  return clearance.aal >= aal ? 'permit' : { requiredAal: aal };
}

export const hasRole = ({ roles }: Clearance, floor: Floor): boolean =>
  floor.roles.length === 0 || floor.roles.some((role) => roles.includes(role));

export const floorText = (floor: Floor): string =>
  [floor.level, ...floor.categories.toSorted(), ...floor.roles.toSorted()].join(' ');
