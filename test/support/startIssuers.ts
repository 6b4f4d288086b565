import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { KeySets } from '../../gateway/identity/KeySets.ts';
import type { Registry } from '../../gateway/config/Registry.ts';
import { demoValue, now, registryOf, type RegistryValue } from './demoAlliance.ts';

export interface Claims {
  readonly [claim: string]: unknown;
}

/** Issuers with real keys behind a real HTTP server, and the registry that names them. */
export interface Issuers {
  readonly url: string;
  readonly registry: Registry;
  readonly keySets: KeySets;
  /** How often each path was asked for. */
  readonly requests: Map<string, number>;
  readonly keyOf: (code: string) => CryptoKey;
  readonly publicKeyOf: (code: string) => JWK;
  /** A good access token of that issuer, but for the changes. A claim changed to undefined is left out. */
  readonly sign: (code: string, changes?: SignChanges) => Promise<string>;
  /** From now on that issuer signs with a new key, and publishes it, beside those before it or alone. */
  readonly rotate: (code: string, keep: 'beside' | 'alone') => Promise<void>;
  /** How the address of all keys answers from now on. */
  readonly answer: (how: 'keys' | 'error' | 'silence' | 'nonsense') => void;
  readonly stop: () => Promise<void>;
}

export interface SignChanges {
  readonly claims?: Claims;
  readonly header?: Claims;
  readonly key?: CryptoKey | Uint8Array;
}

/** All issuers name their key alike, so that nothing but the issuer tells them apart. */
export const kid = 'k1';

export async function startIssuers(
  codes: readonly string[],
  change: (value: RegistryValue) => RegistryValue = (value) => value,
): Promise<Issuers> {
  const pairs = new Map<string, Pair>();
  const published = new Map<string, readonly JWK[]>();
  let how: Parameters<Issuers['answer']>[0] = 'keys';
  for (const code of codes) {
    const made = await makePair(kid);
    pairs.set(code, made);
    published.set(code, [made.jwk]);
  }
  const pair = (code: string) => {
    const found = pairs.get(code);
    if (!found) throw new TypeError(`no issuer ${code}`);
    return found;
  };
  const requests = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.set(path, (requests.get(path) ?? 0) + 1);
    const keys = published.get(path.split('/')[1] ?? '');
    if (how === 'silence') return;
    if (!keys || how === 'error') response.writeHead(keys ? 500 : 404).end();
    else response.setHeader('content-type', 'application/json').end(how === 'keys' ? JSON.stringify({ keys }) : '[');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url,
    registry: registryOf(change(demoValue(url))),
    keySets: new KeySets(),
    requests,
    keyOf: (code) => pair(code).key,
    publicKeyOf: (code) => pair(code).jwk,
    sign: (code, { claims, header, key } = {}) =>
      new SignJWT({ ...goodClaims(url, code), ...claims })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: pair(code).jwk.kid ?? kid, ...header })
        .sign(key ?? pair(code).key),
    rotate: async (code, keep) => {
      const made = await makePair(`k${(published.get(code)?.length ?? 0) + 1}-${code}`);
      pairs.set(code, made);
      published.set(code, [...(keep === 'beside' ? (published.get(code) ?? []) : []), made.jwk]);
    },
    answer: (next) => {
      how = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Pair {
  readonly key: CryptoKey;
  readonly jwk: JWK;
}

async function makePair(name: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  return { key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid: name, use: 'sig' } };
}

const seconds = now / 1000;

const goodClaims = (url: string, code: string) => ({
  iss: `${url}/${code}`,
  aud: 'https://alliance.example/graphql',
  sub: 'anna',
  client_id: 'test',
  jti: 'one',
  iat: seconds - 60,
  exp: seconds + 840,
  nation: code,
  nationality: 'EST',
  clearance: 'NS',
  clearance_exp: seconds + 86_400,
  categories: ['coi:AGENCY'],
  roles: ['ANALYST'],
  aal: 2,
  auth_time: seconds - 60,
});
