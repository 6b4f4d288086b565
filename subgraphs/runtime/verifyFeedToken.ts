import { jwtVerify } from 'jose';
import { feedTokenType, parseFeedTokenClaims } from '../../schema/feed/feedToken.ts';
import { clockTolerance } from './readPassport.ts';
import type { PassportRules } from './VerifiedPassports.ts';

/** Why this is not the gateway that asks for the feed, for the log alone; null: it is. */
export async function verifyFeedToken(
  authorization: string | undefined,
  { nation, keys, knows }: Pick<PassportRules, 'nation' | 'keys' | 'knows'>,
  now: number,
): Promise<string | null> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
  if (token === undefined) return 'no bearer token';
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['EdDSA'],
      typ: feedTokenType,
      audience: nation,
      currentDate: new Date(now),
      clockTolerance,
      requiredClaims: ['iat', 'exp'],
    });
    const claims = parseFeedTokenClaims(payload);
    if (claims === null) return 'claims of another shape';
    if (claims.iat * 1000 > now + clockTolerance * 1000) return 'issued in the future';
    return knows(claims.registry, now) ? null : 'another version of the registry';
  } catch (error) {
    return error instanceof Error ? error.message : 'not a feed token';
  }
}
