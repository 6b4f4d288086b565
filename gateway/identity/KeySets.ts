import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import type { Issuer } from '../config/Registry.ts';

/** More than any honest key set. */
const maxBytes = 256 * 1024;

/**
 * The public keys of each issuer, fetched when first needed from the address in the registry and from nowhere else.
 * INVARIANT: one key set an issuer. In a merged set one nation's key would sign for another.
 */
export class KeySets {
  readonly #byIssuer = new Map<string, JWTVerifyGetKey>();

  for({ url, jwks }: Issuer): JWTVerifyGetKey {
    const name = JSON.stringify([url, jwks]);
    const keySet = this.#byIssuer.get(name) ?? remoteKeySet(jwks);
    this.#byIssuer.set(name, keySet);
    return keySet;
  }
}

/** However many unknown keys are named to us, an issuer is asked once in 30 s. */
const remoteKeySet = (jwks: string): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(jwks), {
    timeoutDuration: 2_000,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    [customFetch]: fetchBounded,
  });

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
