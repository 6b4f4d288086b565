import { LRUCache } from 'lru-cache';
import type { Issuer, Registry } from '../config/Registry.ts';
import type { KeySets } from './KeySets.ts';
import { verifyToken, type Verified } from './verifyToken.ts';

interface Known {
  readonly verified: Exclude<Verified, { readonly refused: unknown }>;
  readonly registry: Registry;
  readonly keysFetchedAt: number;
  /** Epoch milliseconds: from <= now < until. */
  readonly from: number;
  readonly until: number;
}

const day = 86_400_000;

/**
 * Verifies a token once for as long as doing it again would come to the same: by this registry and by the keys that its
 * issuer publishes now, and not beyond the token's end or this day (UTC), on which national markings may change their
 * meaning. A reader is one object as long as that holds. What is known of a reader hangs on it, some 100 kB at most.
 */
export class VerifiedTokens {
  readonly #keySets: KeySets;
  readonly #known: LRUCache<string, Known>;

  constructor(keySets: KeySets, capacity = 1_000) {
    this.#keySets = keySets;
    this.#known = new LRUCache({ max: capacity });
  }

  async verify(token: string, registry: Registry, now: number): Promise<Verified> {
    const known = this.#known.get(token);
    if (known && this.#holds(known, registry, now)) return known.verified;
    let keysFetchedAt: number | null = null;
    const issuerKeys = (issuer: Issuer) => {
      keysFetchedAt = this.#keySets.fetchedAt(issuer);
      return this.#keySets.for(issuer);
    };
    const verified = await verifyToken(token, { registry, keySets: { for: issuerKeys }, now });
    // A token whose keys had to be fetched is verified once more when it comes again.
    if ('refused' in verified || keysFetchedAt === null) return verified;
    const until = Math.min(verified.reader.tokenExpiresAt, (Math.floor(now / day) + 1) * day);
    this.#known.set(token, { verified, registry, keysFetchedAt, from: now, until });
    return verified;
  }

  #holds({ verified, registry, keysFetchedAt, from, until }: Known, current: Registry, now: number): boolean {
    const issuer = current.issuers.get(verified.reader.issuer)?.issuer;
    return (
      registry === current &&
      from <= now &&
      now < until &&
      issuer !== undefined &&
      this.#keySets.fetchedAt(issuer) === keysFetchedAt
    );
  }
}
