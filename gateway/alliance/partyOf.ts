import type { Party } from '../config/Registry.ts';
import type { AllianceContext } from './AllianceContext.ts';

/** The nation or organisation with this code. */
export function partyOf({ code }: { code: string }, { registry }: AllianceContext): Party | null {
  return registry.parties.get(code) ?? null;
}
