import { feedTokenType, parseFeedTokenClaims } from '../../schema/feed/feedToken.ts';
import { bearerToken, claimsProblem, verifyGatewayToken, type GatewayRules } from './gatewayToken.ts';

/** Why this is not the gateway that asks for the feed, for the log alone; null: it is. */
export async function verifyFeedToken(
  authorization: string | undefined,
  rules: GatewayRules,
  now: number,
): Promise<string | null> {
  const token = bearerToken(authorization);
  if (token === undefined) return 'no bearer token';
  try {
    const { payload } = await verifyGatewayToken(token, feedTokenType, rules, now);
    const claims = parseFeedTokenClaims(payload);
    return claims ? claimsProblem(claims, rules.knows, now) : 'claims of another shape';
  } catch (error) {
    return error instanceof Error ? error.message : 'not a feed token';
  }
}
