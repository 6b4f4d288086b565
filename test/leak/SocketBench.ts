import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { parse } from 'yaml';
import { postGraphql } from '../support/alliance/postGraphql.ts';
import { yamlOf, type RegistryValue } from '../support/demoAlliance.ts';
import type { Stores } from '../support/oracle/prune.ts';
import type { Asked, Bench, Loaded, Locks, Place, System } from './Bench.ts';
import type { Operation, ReaderClaims } from './LeakCase.ts';
import type { Told } from './prunedFor.ts';
import { wholeClaims, type Scene } from './Scene.ts';
import { SocketAlliance } from './SocketAlliance.ts';

/** Everything as nations and the alliance run it: tokens, passports, HTTP and SQL. For one alliance; no nation is down. */
export class SocketBench implements Bench {
  readonly #registryText: string;
  readonly #key: CryptoKey;
  readonly #places = new Map<Place, Promise<SocketAlliance>>();
  readonly #stopIssuers: () => Promise<void>;

  private constructor(registryText: string, key: CryptoKey, stopIssuers: () => Promise<void>) {
    this.#registryText = registryText;
    this.#key = key;
    this.#stopIssuers = stopIssuers;
  }

  /** One server keeps the keys of all issuers; their names stay, for pseudonyms are made from them. */
  static async start(registryText: string): Promise<SocketBench> {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, use: 'sig' }] });
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(keys);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const stop = (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    return new SocketBench(withKeysAt(registryText, `http://127.0.0.1:${port}`), privateKey, stop);
  }

  async load(place: Place, scene: Scene, stores: Stores, { accesses }: Told): Promise<Loaded> {
    const opening = this.#places.get(place) ?? SocketAlliance.start(this.#registryText, [...stores.keys()], scene.now);
    this.#places.set(place, opening);
    const alliance = await opening;
    await alliance.fill(stores, accesses);
    return {
      system: (locks) => this.#system(alliance, locks, scene),
      held: async () => unwritten(),
      restart: async () => unwritten(),
    };
  }

  async stop(): Promise<void> {
    for (const alliance of await Promise.all(this.#places.values())) await alliance.stop();
    await this.#stopIssuers();
  }

  #system(alliance: SocketAlliance, locks: Locks, { registry, now }: Scene): System {
    return {
      ask: async (reader: ReaderClaims, { query, variables }: Operation): Promise<Asked> => {
        const issuer = registry.parties.get(reader.nation)?.issuer?.url ?? '';
        const token = await this.#sign({ ...wholeClaims(reader, now), iss: issuer, aud: registry.gateway.audience });
        const gateway = await alliance.gateway(locks);
        await gateway.forget();
        const { status, headers, text } = await postGraphql(gateway.url, token, query, variables);
        return { status, headers, body: text, departed: await gateway.departed() };
      },
    };
  }

  #sign(claims: Readonly<Record<string, unknown>>): Promise<string> {
    return new SignJWT({ ...claims, client_id: 'leak test', jti: 'one' })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
      .sign(this.#key);
  }
}

const kid = 'k1';

function unwritten(): never {
  throw new TypeError('nothing is written over sockets');
}

function withKeysAt(registryText: string, url: string): string {
  const value = parse(registryText) as Pick<RegistryValue, 'nations' | 'organisations'>;
  for (const [code, { issuer }] of Object.entries({ ...value.nations, ...value.organisations } as Record<
    string,
    { issuer?: { jwks: string } }
  >))
    if (issuer) issuer.jwks = `${url}/${code}/jwks`;
  return yamlOf(value);
}
