import type { Clearance } from '../../schema/label/clearance.ts';
import { minLevel } from '../../schema/label/level.ts';
import type { Level } from '../../schema/label/level.ts';
import type { PassportClaims } from '../../schema/passport.ts';
import { claimsProblem, type GatewayRules } from './gatewayToken.ts';

export interface Admission extends Pick<GatewayRules, 'knows'> {
  /** The highest level that this nation releases to the gateway, whoever reads. */
  readonly release: Level;
}

/** The clearance in a passport, or why there is none, for the log alone. */
export type Read = { readonly clearance: Clearance } | { readonly refused: string };

/** What this nation makes of a passport at this moment, once its signature, type and audience are found good. */
export function readPassport(claims: PassportClaims, { knows, release }: Admission, now: number): Read {
  const problem = claimsProblem(claims, knows, now);
  return problem === null ? { clearance: cutTo(claims.clearance, release) } : { refused: problem };
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
