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
  const pairs = new Map<string, { key: CryptoKey; jwk: JWK }>();
  for (const code of codes) {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    pairs.set(code, { key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } });
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
    const found = pairs.get(path.split('/')[1] ?? '');
    if (!found) response.writeHead(404).end();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [found.jwk] }));
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
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid, ...header })
        .sign(key ?? pair(code).key),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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
