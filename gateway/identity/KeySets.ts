import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import type { Issuer } from '../config/Registry.ts';

/** More than any honest key set. */
const maxBytes = 256 * 1024;

/** Milliseconds. */
const patience = {
  /** For an answer of the issuer. */
  fetch: 2_000,
  /** After an issuer failed to answer: until it is asked again. */
  retry: 5_000,
  /** The age at which keys are fetched anew, while readers are served with those that there are. */
  fresh: 5 * 60_000,
  /** The age from which readers wait for that: how long a key lasts that its issuer has withdrawn. */
  stale: 10 * 60_000,
  /** The age that no key reaches, though its issuer cannot be asked. A token that was issued before has ended by then. */
  dead: 60 * 60_000,
  /** For a key that is not known the issuer is asked at once, but only so many times in a row, and then so often. */
  unknown: { times: 2, each: 30_000 },
};

/**
 * The public keys of each issuer, fetched when first needed from the address in the registry and from nowhere else.
 * INVARIANT: one key set an issuer. In a merged set one nation's key would sign for another.
 */
export class KeySets {
  readonly #byIssuer = new Map<string, KeySet>();

  for(issuer: Issuer): JWTVerifyGetKey {
    const keySet = this.#of(issuer);
    return (header, token) => keySet.keyFor(header, token);
  }

  /** When the keys in use were fetched, epoch milliseconds. Null: the next verification has to look after them. */
  fetchedAt(issuer: Issuer): number | null {
    return this.#of(issuer).freshSince();
  }

  #of({ url, jwks }: Issuer): KeySet {
    const name = `${url} ${jwks}`;
    const known = this.#byIssuer.get(name);
    if (known) return known;
    const keySet = new KeySet(jwks);
    this.#byIssuer.set(name, keySet);
    return keySet;
  }
}

class KeySet {
  readonly #remote: ReturnType<typeof createRemoteJWKSet>;
  #fetchedAt = -Infinity;
  /** Of the last fetch, if it failed. */
  #failure: { readonly at: number; readonly error: unknown } | null = null;
  /** A fetch for a key that is not known, which everybody waits for who names one. */
  #lookingUp: Promise<void> | null = null;
  #lookUps: { readonly left: number; readonly at: number } = { left: patience.unknown.times, at: 0 };

  constructor(jwks: string) {
    this.#remote = createRemoteJWKSet(new URL(jwks), {
      timeoutDuration: patience.fetch,
      // When to fetch is decided here.
      cooldownDuration: Infinity,
      cacheMaxAge: Infinity,
      [customFetch]: fetchBounded,
    });
  }

  freshSince(): number | null {
    return Date.now() - this.#fetchedAt > patience.fresh ? null : this.#fetchedAt;
  }

  async keyFor(...token: Parameters<JWTVerifyGetKey>): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
    const age = Date.now() - this.#fetchedAt;
    if (age > patience.dead) await this.#fetch();
    else if (age > patience.fresh) {
      const tried = this.#fetch().catch(() => {});
      if (age > patience.stale && !this.#failure) await tried;
    }
    try {
      return await this.#remote(...token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (!this.#lookingUp && !this.#mayLookUp()) throw error;
      this.#lookingUp ??= this.#fetch().finally(() => (this.#lookingUp = null));
      await this.#lookingUp;
      return this.#remote(...token);
    }
  }

  async #fetch(): Promise<void> {
    if (this.#failure && Date.now() - this.#failure.at < patience.retry) throw this.#failure.error;
    try {
      await this.#remote.reload();
      this.#fetchedAt = Date.now();
      this.#failure = null;
    } catch (error) {
      this.#failure = { at: Date.now(), error };
      throw error;
    }
  }

  #mayLookUp(): boolean {
    const { times, each } = patience.unknown;
    const now = Date.now();
    const left = Math.min(times, this.#lookUps.left + (now - this.#lookUps.at) / each);
    if (left < 1) return false;
    this.#lookUps = { left: left - 1, at: now };
    return true;
  }
}

async function fetchBounded(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...options, redirect: 'error' });
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`the key set at \`${url}\` is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new Response(new Blob(chunks), { status: response.status });
}
