import type { Clearance } from '../../schema/label/clearance.ts';
import { minLevel } from '../../schema/label/level.ts';
import type { Level } from '../../schema/label/level.ts';
import type { PassportClaims } from '../../schema/passport.ts';

export interface Admission {
  /** May a passport name the alliance document with this digest? */
  readonly knows: (digest: string, now: number) => boolean;
  /** The highest level that this nation releases to the gateway, whoever reads. */
  readonly release: Level;
}

/** The clearance in a passport, or why there is none, for the log alone. */
export type Read = { readonly clearance: Clearance } | { readonly refused: string };

/** Seconds by which the clocks of gateway and nation may differ. */
export const clockTolerance = 5;

/** What this nation makes of a passport at this moment, once its signature, type and audience are found good. */
export function readPassport(claims: PassportClaims, { knows, release }: Admission, now: number): Read {
  if (claims.iat * 1000 > now + clockTolerance * 1000) return { refused: 'issued in the future' };
  if (claims.exp * 1000 <= now - clockTolerance * 1000) return { refused: 'it has run out' };
  if (!knows(claims.registry, now)) return { refused: 'another version of the registry' };
  return { clearance: cutTo(claims.clearance, release) };
}

function cutTo(clearance: Clearance, release: Level): Clearance {
  const { INCIDENTS, INDICATORS, CAPABILITIES, EXERCISES, LESSONS, CENTRAL } = clearance.levels;
  const cut = (level: Level): Level => minLevel(level, release);
  return {
    ...clearance,
    levels: {
      INCIDENTS: cut(INCIDENTS),
      INDICATORS: cut(INDICATORS),
      CAPABILITIES: cut(CAPABILITIES),
      EXERCISES: cut(EXERCISES),
      LESSONS: cut(LESSONS),
      CENTRAL: cut(CENTRAL),
    },
  };
}
