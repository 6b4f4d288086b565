import {
  createRemoteJWKSet,
  customFetch,
  jwksCache,
  type ExportedJWKSCache,
  type JWTVerifyGetKey,
  type RemoteJWKSet,
} from 'jose';
import type { Issuer } from '../config/Registry.ts';

/** More than any honest key set. */
const maxBytes = 256 * 1024;

/**
 * The public keys of each issuer, fetched when first needed from the address in the registry and from nowhere else.
 * INVARIANT: one key set an issuer. In a merged set one nation's key would sign for another.
 */
export class KeySets {
  readonly #byIssuer = new Map<string, KeySet>();

  for(issuer: Issuer): JWTVerifyGetKey {
    return this.#of(issuer).keys;
  }

  /** When the keys in use now were fetched, epoch milliseconds. Null: the next verification fetches them. */
  fetchedAt(issuer: Issuer): number | null {
    const { keys, cache } = this.#of(issuer);
    return keys.fresh ? (cache.uat ?? null) : null;
  }

  #of({ url, jwks }: Issuer): KeySet {
    const name = `${url} ${jwks}`;
    const known = this.#byIssuer.get(name);
    if (known) return known;
    const keySet = remoteKeySet(jwks);
    this.#byIssuer.set(name, keySet);
    return keySet;
  }
}

interface KeySet {
  readonly keys: RemoteJWKSet;
  readonly cache: Partial<ExportedJWKSCache>;
}

/** However many unknown keys are named to us, an issuer is asked once in 30 s. */
function remoteKeySet(jwks: string): KeySet {
  const cache: Partial<ExportedJWKSCache> = {};
  const keys = createRemoteJWKSet(new URL(jwks), {
    timeoutDuration: 2_000,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    [customFetch]: fetchBounded,
    [jwksCache]: cache as Record<string, never>,
  });
  return { keys, cache };
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
