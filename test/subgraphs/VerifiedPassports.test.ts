import { createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { documentDigest } from '../../schema/alliance/digest.ts';
import { VerifiedPassports } from '../../subgraphs/runtime/VerifiedPassports.ts';
import { noon, passport, reader, registry } from './support/TestNation.ts';

const latvian = reader('LVA', 'NS');
const [first, second] = await Promise.all([generateKeyPair('EdDSA'), generateKeyPair('EdDSA')]);
const published = async ({ publicKey }: typeof first): Promise<JWTVerifyGetKey> =>
  createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'gateway', alg: 'EdDSA' }] });

interface Differing {
  keys: JWTVerifyGetKey;
  digest: string;
}

/** What comes of a passport that was good, when it comes again and something is different. */
async function again(now: number, different: (nation: Differing) => Promise<void> | void, forged = same) {
  const nation: Differing = { keys: await published(first), digest: documentDigest(registry) };
  const passports = new VerifiedPassports({
    nation: 'EST',
    keys: async (...asked) => nation.keys(...asked),
    knows: (digest) => digest === nation.digest,
    release: 'NC',
  });
  const bearer = `Bearer ${await passport(latvian, noon, { key: first.privateKey })}`;
  const clearance = { ...latvian, levels: expect.objectContaining({ INCIDENTS: 'NC' }) as unknown };
  expect(await passports.read(bearer, noon)).toEqual({ clearance });
  expect(await passports.read(bearer, noon + 1_000)).toEqual({ clearance });
  await different(nation);
  const read = await passports.read(forged(bearer), now);
  return 'refused' in read ? read.refused : 'read';
}

const same = (bearer: string): string => bearer;
/** With the claims and the key id of the other, and without its signature. */
const unsigned = (bearer: string): string => `${bearer.slice(0, bearer.lastIndexOf('.'))}.${'A'.repeat(86)}`;

describe('a passport that a nation has verified before', () => {
  it('is not verified again while nothing is different', async () => {
    const verify = vi.spyOn(crypto.subtle, 'verify');
    onTestFinished(() => verify.mockRestore());
    expect(await again(noon + 2_000, () => undefined)).toBe('read');
    expect(verify).toHaveBeenCalledTimes(1);
  });

  it('is read until it runs out, and five seconds more', async () => {
    expect(await again(noon + 64_999, () => undefined)).toBe('read');
    expect(await again(noon + 65_000, () => undefined)).toBe('it has run out');
  });

  it('is refused on a clock that was set back to before it was issued', async () => {
    expect(await again(noon - 6_000, () => undefined)).toBe('issued in the future');
  });

  it('is refused when the gateway signs by another registry', async () => {
    expect(await again(noon, (nation) => void (nation.digest = 'another'))).toBe('another version of the registry');
  });

  it('is refused when the gateway has given up the key that signed it', async () => {
    const change = async (nation: Differing) => void (nation.keys = await published(second));
    expect(await again(noon, change)).toBe('signature verification failed');
    expect(await again(noon, (nation) => void (nation.keys = createLocalJWKSet({ keys: [] })))).toBe(
      'no applicable key found in the JSON Web Key Set',
    );
  });

  it('vouches for no other with the same claims', async () => {
    expect(await again(noon, () => undefined, unsigned)).toBe('signature verification failed');
  });

  it('is read when the same key is published anew', async () => {
    expect(await again(noon, async (nation) => void (nation.keys = await published(first)))).toBe('read');
  });
});
