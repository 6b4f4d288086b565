import type { JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { parsePassportClaims, passportType, type PassportClaims } from '../../schema/passport.ts';
import { bearerToken, verifyGatewayToken, type GatewayRules } from './gatewayToken.ts';
import { readPassport, type Admission, type Read } from './readPassport.ts';

interface Verified {
  readonly claims: PassportClaims;
  readonly header: Parameters<JWTVerifyGetKey>[0];
  /** That signed it, as long as the gateway publishes it. */
  readonly key: unknown;
}

/**
 * Verifies a passport once, though it comes with every request of its reader for a minute. What may be different the
 * next time is looked at each time: the key, the passport's end, the registry.
 */
export class VerifiedPassports {
  readonly #rules: GatewayRules & Admission;
  readonly #known: LRUCache<string, Verified>;

  constructor(rules: GatewayRules & Admission, capacity = 500) {
    this.#rules = rules;
    this.#known = new LRUCache({ max: capacity });
  }

  /** `authorization` is the header as received. */
  async read(authorization: string | undefined, now: number): Promise<Read> {
    const token = bearerToken(authorization);
    if (token === undefined) return { refused: 'no bearer token' };
    try {
      const verified = (await this.#find(token)) ?? (await this.#verify(token, now));
      return verified ? readPassport(verified.claims, this.#rules, now) : { refused: 'claims of another shape' };
    } catch (error) {
      return { refused: error instanceof Error ? error.message : 'not a passport' };
    }
  }

  async #find(token: string): Promise<Verified | null> {
    const known = this.#known.get(token);
    if (!known) return null;
    // The header alone says which key it is.
    const key = await this.#rules.keys(known.header, { payload: '', signature: '' });
    return key === known.key ? known : null;
  }

  async #verify(token: string, now: number): Promise<Verified | null> {
    const { payload, protectedHeader, key } = await verifyGatewayToken(token, passportType, this.#rules, now);
    const claims = parsePassportClaims(payload);
    if (claims === null) return null;
    const verified = { claims, header: protectedHeader, key };
    this.#known.set(token, verified);
    return verified;
  }
}
