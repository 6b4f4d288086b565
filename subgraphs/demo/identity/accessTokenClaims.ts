import type { TokenRequest } from './TokenRequest.ts';

const fiveYears = 5 * 365 * 86_400;

/** The claims of the alliance's profile that an access token carries beside those of RFC 9068. `now` is in seconds. */
export function accessTokenClaims(request: TokenRequest, now: number) {
  const { nation, level, categories, roles, aal, clearanceExpires } = request;
  const nationality = request.nationality ?? (nation.length === 3 ? nation : undefined);
  return {
    nation,
    ...(nationality !== undefined && { nationality }),
    clearance: level,
    clearance_exp: clearanceExpires ?? now + fiveYears,
    categories,
    roles,
    aal,
    acr: `aal${aal}`,
    auth_time: now,
  };
}
