import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import type { Clearance } from '../../schema/label/clearance.ts';
import { minLevel } from '../../schema/label/level.ts';
import type { Level } from '../../schema/label/level.ts';
import { parsePassportClaims, passportType } from '../../schema/passport.ts';

export interface PassportRules {
  readonly nation: string;
  readonly keys: JWTVerifyGetKey;
  /** May a passport name the alliance document with this digest? */
  readonly knows: (digest: string, now: number) => boolean;
  /** The highest level that this nation releases to the gateway, whoever reads. */
  readonly release: Level;
}

/** The gateway's public keys: a set, or where it publishes them. */
export const gatewayKeySet = (keys: JSONWebKeySet | URL): JWTVerifyGetKey =>
  keys instanceof URL ? createRemoteJWKSet(keys) : createLocalJWKSet(keys);

/** Seconds by which the clocks of gateway and nation may differ. */
export const clockTolerance = 5;

/** The clearance in a passport, or why there is none, for the log alone. `authorization` is the header as received. */
export async function verifyPassport(
  authorization: string | undefined,
  { nation, keys, ...rules }: PassportRules,
  now: number,
): Promise<Read> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
  if (token === undefined) return { refused: 'no bearer token' };
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['EdDSA'],
      typ: passportType,
      audience: nation,
      currentDate: new Date(now),
      clockTolerance,
      requiredClaims: ['iat', 'exp'],
    });
    return readPassport(payload, rules, now);
  } catch (error) {
    return { refused: error instanceof Error ? error.message : 'not a passport' };
  }
}

type Read = { readonly clearance: Clearance } | { readonly refused: string };

/** What this nation makes of the claims of a passport, once their signature, type, audience and end are found good. */
export function readPassport(
  payload: unknown,
  { knows, release }: Pick<PassportRules, 'knows' | 'release'>,
  now: number,
): Read {
  const claims = parsePassportClaims(payload);
  if (claims === null) return { refused: 'claims of another shape' };
  if (claims.iat * 1000 > now + clockTolerance * 1000) return { refused: 'issued in the future' };
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
