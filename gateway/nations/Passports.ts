import { SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { documentDigest } from '../../schema/alliance/digest.ts';
import type { Clearance } from '../../schema/label/clearance.ts';
import { carriedClearance, maxPassportSeconds, passportType, type PassportClaims } from '../../schema/passport.ts';
import { extractFor } from '../../schema/alliance/extractFor.ts';
import type { SigningKey } from '../config/readKeys.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';
import { centralOwner } from '../policy/clearanceTowards.ts';
import { holdingsOf } from '../policy/holdingsOf.ts';

export interface PassportOptions {
  readonly registry: () => Registry;
  readonly signing: SigningKey;
  readonly pseudonym: (reader: Reader, owner: string) => string;
  readonly capacity?: number;
}

interface Passport {
  readonly token: Promise<string>;
  /** From this moment (epoch milliseconds) on a new one is signed. */
  readonly renewAt: number;
}

type Claims = Pick<PassportClaims, 'iss' | 'aud' | 'registry' | 'clearance'>;

/** So that a passport still holds when the nation reads it. */
const marginMilliseconds = 10_000;

/** A clock that is set back must not find a passport of its own future. */
const holds = ({ renewAt }: Passport, until: number, now: number): boolean =>
  now < Math.min(renewAt, until) && renewAt - now <= maxPassportSeconds * 1000;

/**
 * Signs what the gateway tells a nation about a reader. A passport is kept for readers with the very same claims, and
 * never past the moment at which any of them may change.
 */
export class Passports {
  readonly #options: PassportOptions;
  readonly #issued: LRUCache<string, Passport>;
  /** Those of the readers who are here now, found without writing their claims out. */
  readonly #handy = new WeakMap<Clearance, Map<string, Passport>>();
  readonly #digests = new WeakMap<Registry, Map<string, string>>();

  constructor(options: PassportOptions) {
    this.#options = options;
    this.#issued = new LRUCache({ max: options.capacity ?? 5_000 });
  }

  /**
   * `audience`: a nation, or an organisation with a central subgraph, which is told what holds towards central records:
   * nothing of what agreements say towards originators, for none limits those.
   * `now` (epoch milliseconds) is the moment of the request; the decision in the passport is made at it.
   */
  passportFor(reader: Reader, audience: string, now: number): Promise<string> {
    const registry = this.#options.registry();
    const isCentral = registry.organisations.has(audience);
    const owner = isCentral ? centralOwner : audience;
    const { until, towards } = holdingsOf(reader, registry, now);
    const clearance = towards(owner, this.#options.pseudonym(reader, audience));
    const handy = this.#handy.getOrInsertComputed(clearance, () => new Map<string, Passport>());
    const last = handy.get(audience);
    if (last && holds(last, until, now)) return last.token;
    const claims = { iss: registry.gateway.issuer, aud: audience, registry: this.#digest(registry, audience) };
    const carried = isCentral ? { ...clearance, lower: {} } : clearance;
    const passport = this.#passport({ ...claims, clearance: carried }, until, now);
    handy.set(audience, passport);
    return passport.token;
  }

  #passport(claims: Claims, until: number, now: number): Passport {
    const name = JSON.stringify(claims);
    const known = this.#issued.get(name);
    if (known && holds(known, until, now)) return known;
    const issuedAt = Math.floor(now / 1000);
    const expiresAt = Math.min(issuedAt + maxPassportSeconds, Math.max(Math.ceil(until / 1000), issuedAt + 1));
    const passport = { token: this.#sign(claims, issuedAt, expiresAt), renewAt: expiresAt * 1000 - marginMilliseconds };
    this.#issued.set(name, passport);
    return passport;
  }

  #sign({ iss, aud, registry, clearance }: Claims, issuedAt: number, expiresAt: number): Promise<string> {
    const { key, kid } = this.#options.signing;
    return new SignJWT({ registry, clearance: carriedClearance(clearance) })
      .setProtectedHeader({ alg: 'EdDSA', typ: passportType, kid })
      .setIssuer(iss)
      .setAudience(aud)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(key);
  }

  #digest(registry: Registry, audience: string): string {
    const digests = this.#digests.getOrInsertComputed(registry, () => new Map<string, string>());
    return digests.getOrInsertComputed(audience, () => documentDigest(extractFor(audience, registry.document)));
  }
}
