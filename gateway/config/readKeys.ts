import { readFile } from 'node:fs/promises';
import { importJWK, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { Registry } from './Registry.ts';

/** The gateway's own secrets, and the public half of the key that nations check its passports with. */
export interface GatewayKeys {
  readonly signing: SigningKey;
  readonly publicKeys: JSONWebKeySet;
  /** 64 bytes: AES-SIV with a 256 bit key. */
  readonly sealing: Uint8Array;
  /** By nation or organisation; one for every party with an issuer. */
  readonly pseudonyms: ReadonlyMap<string, Uint8Array>;
}

export interface SigningKey {
  readonly key: CryptoKey;
  readonly kid: string;
}

/** How a key made by the demo is known, wherever it has been copied to. */
export const demoKeyPrefix = 'demo-';

const privateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string().min(1),
});
const pseudonymFile = z.record(z.string(), z.base64url());

export type ReadText = (file: string) => Promise<string>;

/** Reads the key files that the registry names. Reports all problems at once; none of them holds a secret. */
export async function readKeys(
  registry: Pick<Registry, 'gateway' | 'parties' | 'demo'>,
  read: ReadText = (file) => readFile(file, 'utf8'),
): Promise<{ keys: GatewayKeys } | { problems: readonly string[] }> {
  const { signingKey, cursorKey, pseudonymKeys } = registry.gateway;
  const parts = await Promise.all([
    part('signingKey', signingKey, read, (text) => readSigningKey(text, registry.demo)),
    part('cursorKey', cursorKey, read, (text) => secret(text.trim(), 64)),
    part('pseudonymKeys', pseudonymKeys, read, (text) => readPseudonymKeys(text, registry.parties)),
  ]);
  const [signing, sealing, pseudonyms] = parts;
  if ('problem' in signing || 'problem' in sealing || 'problem' in pseudonyms) {
    return { problems: parts.flatMap((each) => ('problem' in each ? [each.problem] : [])) };
  }
  return { keys: { ...signing.value, sealing: sealing.value, pseudonyms: pseudonyms.value } };
}

type Part<T> = { readonly value: T } | { readonly problem: string };

async function part<T>(
  name: string,
  file: string,
  read: ReadText,
  parse: (text: string) => T | Promise<T>,
): Promise<Part<T>> {
  try {
    return { value: await parse(await read(file)) };
  } catch (error) {
    return { problem: `gateway.${name}: \`${file}\` ${problemOf(error)}` };
  }
}

class UnusableKey extends Error {}

/** Parsers quote what they read, so only our own words and the system's error codes are passed on. */
function problemOf(error: unknown): string {
  if (error instanceof UnusableKey) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  return code === 'ENOENT' ? 'does not exist: make the key, or correct the path' : `is not a key file (${code})`;
}

async function readSigningKey(text: string, demo: boolean): Promise<Pick<GatewayKeys, 'signing' | 'publicKeys'>> {
  const parsed = privateJwk.safeParse(JSON.parse(text));
  if (!parsed.success) throw new UnusableKey('is not a private Ed25519 key in JWK form with a `kid`');
  const { d: _, ...publicKey } = parsed.data;
  if (!demo && publicKey.kid.startsWith(demoKeyPrefix)) {
    throw new UnusableKey('is a key of the demo: make a real one, or write `demo: true` at the top of the registry');
  }
  const key = await importJWK(parsed.data, 'EdDSA');
  if (key instanceof Uint8Array) throw new UnusableKey('is not a private key');
  const keys = [{ ...publicKey, alg: 'EdDSA', use: 'sig' }];
  return { signing: { key, kid: publicKey.kid }, publicKeys: { keys } };
}

function readPseudonymKeys(text: string, parties: Registry['parties']): Map<string, Uint8Array> {
  const parsed = pseudonymFile.safeParse(JSON.parse(text));
  if (!parsed.success) throw new UnusableKey('is not a JSON object of keys in base64url by code');
  const keys = new Map(Object.entries(parsed.data).map(([code, key]) => [code, secret(key, 32)]));
  const missing = [...parties.values()].filter(({ code, issuer }) => issuer && !keys.has(code));
  if (missing.length === 0) return keys;
  throw new UnusableKey(
    `has no key for ${missing.map(({ code }) => `\`${code}\``).join(', ')}: add 32 random bytes each`,
  );
}

function secret(text: string, bytes: number): Uint8Array {
  const key = Buffer.from(text, 'base64url');
  if (key.length !== bytes) throw new UnusableKey(`does not hold ${bytes} bytes in base64url`);
  return new Uint8Array(key);
}
