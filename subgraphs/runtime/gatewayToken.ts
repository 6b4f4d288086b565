// What the gateway signs for one nation: passports, and tokens for its feed.
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';

export interface GatewayRules {
  readonly nation: string;
  readonly keys: JWTVerifyGetKey;
  /** May a token name the alliance document with this digest? */
  readonly knows: (digest: string, now: number) => boolean;
}

/** Seconds by which the clocks of gateway and nation may differ. */
const clockTolerance = 5;

/** The gateway's public keys: a set, or where it publishes them. */
export const gatewayKeySet = (keys: JSONWebKeySet | URL): JWTVerifyGetKey =>
  keys instanceof URL ? createRemoteJWKSet(keys) : createLocalJWKSet(keys);

/** `authorization` is the header as received. */
export const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];

/** Rejects where it is not the gateway's, for this nation, of this type and in time. The claims are not parsed yet. */
export const verifyGatewayToken = (
  token: string,
  typ: string,
  { nation, keys }: Pick<GatewayRules, 'nation' | 'keys'>,
  now: number,
) =>
  jwtVerify(token, keys, {
    algorithms: ['EdDSA'],
    typ,
    audience: nation,
    currentDate: new Date(now),
    clockTolerance,
    requiredClaims: ['iat', 'exp'],
  });

/** Why claims, once they were found to be the gateway's, do not hold at this moment, for the log alone; null: they do. */
export function claimsProblem(
  { iat, exp, registry }: { readonly iat: number; readonly exp: number; readonly registry: string },
  knows: GatewayRules['knows'],
  now: number,
): string | null {
  if (iat * 1000 > now + clockTolerance * 1000) return 'issued in the future';
  if (exp * 1000 <= now - clockTolerance * 1000) return 'it has run out';
  return knows(registry, now) ? null : 'another version of the registry';
}
