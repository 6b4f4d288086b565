import { toAlliance } from '../../schema/alliance/equivalence.ts';
import { roles, type Aal, type Role } from '../../schema/label/clearance.ts';
import { isLevel, rank } from '../../schema/label/level.ts';
import type { Issuer, Party } from '../config/Registry.ts';
import type { Reader } from './Reader.ts';
import type { TokenClaims } from './TokenClaims.ts';

export type ClaimsRefusal = 'NATION_NOT_VOUCHED' | 'ABOVE_CEILING';

export type ReaderFromClaims =
  | { readonly refused: ClaimsRefusal; readonly detail: string }
  | {
      readonly reader: Reader;
      /** Claims beyond what the issuer may vouch for, which count for nothing: for the log. */
      readonly dropped: readonly string[];
    };

/** What a verified token is believed to say. Claims of another nation, or of too high a level, refuse all of it. */
export function readerFromClaims(
  claims: TokenClaims,
  { code, issuer }: Party & { readonly issuer: Issuer },
  now: number,
): ReaderFromClaims {
  const { vouches } = issuer;
  if (claims.nation !== code) {
    return { refused: 'NATION_NOT_VOUCHED', detail: `the issuer of \`${code}\` claims \`${claims.nation}\`` };
  }
  const { level } = toAlliance(code, claims.clearance, now, 'clearance');
  if (rank(level) > rank(vouches.level)) {
    return { refused: 'ABOVE_CEILING', detail: `\`${level}\` is above \`${vouches.level}\`, the most of \`${code}\`` };
  }
  const nationality = cut([claims.nationality ?? 'XXX'], [...vouches.nationalities, 'XXX']);
  const categories = cut(claims.categories, vouches.categories);
  const held = cut(claims.roles, vouches.roles);
  const claimedAal = aalOf(claims);
  const aal = claimedAal <= vouches.aal ? claimedAal : vouches.aal;
  return {
    reader: {
      issuer: issuer.url,
      subject: claims.sub,
      nation: code,
      nationality: nationality.kept[0] ?? 'XXX',
      level,
      nationalTerm: isLevel(claims.clearance) ? null : claims.clearance,
      clearanceExpiresAt: instantOf(claims.clearance_exp),
      categories: categories.kept,
      roles: roles.filter((role: Role) => held.kept.includes(role)).sort(),
      aal,
      multiFactor: aal >= 2,
      authenticatedAt: (claims.auth_time ?? claims.iat) * 1000,
      tokenExpiresAt: claims.exp * 1000,
    },
    dropped: [
      ...nationality.dropped.map((each) => `nationality ${each}`),
      ...categories.dropped.map((each) => `category ${each}`),
      ...held.dropped.map((each) => `role ${each}`),
      ...(aal < claimedAal ? [`aal ${claimedAal}`] : []),
    ],
  };
}

function cut(claimed: readonly string[], allowed: readonly string[]): { kept: string[]; dropped: string[] } {
  const each = [...new Set(claimed)].sort();
  return {
    kept: each.filter((one) => allowed.includes(one)),
    dropped: each.filter((one) => !allowed.includes(one)),
  };
}

/** `aal` as a number, or else `acr` as `aal1` to `aal3`. Anything else, and a sign-in at no known time, is 1. */
function aalOf({ aal, acr, auth_time: authTime }: TokenClaims): Aal {
  const claimed = Number(aal ?? /^aal([123])$/.exec(acr ?? '')?.[1]);
  return authTime !== undefined && (claimed === 2 || claimed === 3) ? claimed : 1;
}

function instantOf(time: TokenClaims['clearance_exp']): number {
  if (time === undefined) return 0;
  return typeof time === 'number' ? time * 1000 : Date.parse(time);
}
