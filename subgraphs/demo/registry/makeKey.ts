import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';

/** A private Ed25519 key in JWK form. */
export type PrivateJwk = z.infer<typeof privateJwk>;

const privateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
});

/** A new key as JSON text. Its `kid` says that it is the demo's, wherever it is copied to. */
export async function makeKey(name: string): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { kty, crv, x = '', d } = await exportJWK(privateKey);
  return `${JSON.stringify({ kty, crv, alg: 'EdDSA', use: 'sig', kid: `demo-${name}-${x.slice(0, 8)}`, x, d }, null, 2)}\n`;
}

export const parseKey = (text: string): PrivateJwk => privateJwk.parse(JSON.parse(text));

/** The public half, as it may be published. */
export function publicHalf({ kty, crv, alg, use, kid, x }: PrivateJwk): Omit<PrivateJwk, 'd'> {
  return { kty, crv, alg, use, kid, x };
}
