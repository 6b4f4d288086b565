import type { Aal, Role } from '../../schema/label/clearance.ts';
import type { Level } from '../../schema/label/level.ts';

/**
 * A person as a verified access token describes them, already cut to what the issuer may vouch for. Nothing here has
 * been measured against the clock or an agreement: that is gateway/policy. Times are epoch milliseconds.
 */
export interface Reader {
  readonly issuer: string;
  readonly subject: string;
  /** The nation or organisation that vouches. */
  readonly nation: string;
  /** `XXX` where the token names none that the issuer may vouch for (ICAO 9303: unspecified); no EYES ONLY includes it. */
  readonly nationality: string;
  readonly level: Level;
  /** The clearance in the nation's own words, where the token gave it so. */
  readonly nationalTerm: string | null;
  readonly clearanceExpiresAt: number;
  /** Sorted, as are the roles. */
  readonly categories: readonly string[];
  readonly roles: readonly Role[];
  readonly aal: Aal;
  readonly multiFactor: boolean;
  readonly authenticatedAt: number;
  readonly tokenExpiresAt: number;
}
