import type { Claims, Issuers } from '../startIssuers.ts';

/** A person as their nation's provider describes them. */
export interface AllianceReader {
  readonly nation: string;
  /** NS unless said otherwise, or a national term. */
  readonly level?: string;
  readonly nationality?: string;
  readonly categories?: readonly string[];
  readonly roles?: readonly string[];
  readonly aal?: 1 | 2 | 3;
  readonly subject?: string;
  /** Epoch milliseconds. */
  readonly clearedUntil?: number;
  /** Whatever else the token is to say. */
  readonly claims?: Claims;
}

/** An access token of the reader's nation, or of another `issuer`, good for the next quarter of an hour. */
export function tokenOf(
  issuers: Issuers,
  reader: AllianceReader,
  now: number,
  issuer = reader.nation,
): Promise<string> {
  const seconds = Math.floor(now / 1000);
  return issuers.sign(issuer, {
    claims: {
      sub: reader.subject ?? 'anna',
      iat: seconds - 60,
      exp: seconds + 900,
      auth_time: seconds - 60,
      nation: reader.nation,
      nationality: reader.nationality ?? reader.nation,
      clearance: reader.level ?? 'NS',
      clearance_exp: Math.floor((reader.clearedUntil ?? now + 86_400_000) / 1000),
      categories: reader.categories ?? ['coi:AGENCY'],
      roles: reader.roles ?? ['ANALYST'],
      aal: reader.aal ?? 3,
      ...reader.claims,
    },
  });
}
