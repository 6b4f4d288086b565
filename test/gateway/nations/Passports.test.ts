import { generateKeyPair, jwtVerify } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import type { SigningKey } from '../../../gateway/config/readKeys.ts';
import type { Registry } from '../../../gateway/config/Registry.ts';
import { Passports } from '../../../gateway/nations/Passports.ts';
import { clearanceTowards } from '../../../gateway/policy/clearanceTowards.ts';
import { pseudonym } from '../../../gateway/policy/pseudonym.ts';
import { documentDigest } from '../../../schema/alliance/digest.ts';
import { extractFor } from '../../../schema/alliance/extractFor.ts';
import { parsePassportClaims } from '../../../schema/passport.ts';
import { demoValue, now, reader, registryOf } from '../../support/demoAlliance.ts';

const registry = registryOf(demoValue());
const secret = new Uint8Array(32).fill(1);
let signing: SigningKey;
let publicKey: CryptoKey;
beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  signing = { key: pair.privateKey, kid: 'k1' };
  publicKey = pair.publicKey;
});

const passports = (of: () => Registry = () => registry, capacity = 100) =>
  new Passports({ registry: of, signing, capacity, pseudonym: (who, owner) => pseudonym(who, owner, secret) });

/** As a nation reads it. */
async function read(token: string, nation: string, at = now) {
  const { payload } = await jwtVerify(token, publicKey, {
    issuer: 'http://127.0.0.1:4000',
    audience: nation,
    typ: 'passport+jwt',
    algorithms: ['EdDSA'],
    currentDate: new Date(at),
  });
  const claims = parsePassportClaims(payload);
  if (!claims) throw new TypeError('not a passport');
  return claims;
}

it('tells a nation what the reader holds towards it, and by which registry', async () => {
  const claims = await read(await passports().passportFor(reader(), 'LVA', now), 'LVA');
  const name = pseudonym(reader(), 'LVA', secret);
  expect(claims.clearance).toEqual(clearanceTowards(reader(), 'LVA', registry, now, name));
  expect(claims.registry).toBe(documentDigest(extractFor('LVA', registry.document)));
  expect(claims.exp - claims.iat).toBe(60);
});

it('tells an organisation what holds towards central records, and nothing of agreements with anybody', async () => {
  const who = reader({ level: 'NS' });
  const { clearance } = await read(await passports().passportFor(who, 'EU', now), 'EU');
  const central = clearanceTowards(who, 'ALLIANCE', registry, now, pseudonym(who, 'EU', secret));
  expect(central.lower).not.toEqual({});
  expect(clearance).toEqual({ ...central, lower: {} });
});

it('gives another nation another pseudonym and another audience', async () => {
  const all = passports();
  const latvian = await read(await all.passportFor(reader(), 'LVA', now), 'LVA');
  const polish = await read(await all.passportFor(reader(), 'POL', now), 'POL');
  expect(polish.clearance.pseudonym).not.toBe(latvian.clearance.pseudonym);
  await expect(read(await all.passportFor(reader(), 'POL', now), 'LVA')).rejects.toThrow('"aud"');
});

it('is kept for the same claims, and renewed before it runs out', async () => {
  const all = passports();
  const first = await all.passportFor(reader(), 'LVA', now);
  expect(await all.passportFor(reader(), 'LVA', now + 49_999)).toBe(first);
  const second = await all.passportFor(reader(), 'LVA', now + 50_000);
  expect(second).not.toBe(first);
  await expect(read(second, 'LVA', now + 60_000)).resolves.toBeDefined();
  expect(await all.passportFor(reader({ aal: 2 }), 'LVA', now)).not.toBe(first);
  expect(await all.passportFor(reader({ subject: 'karl' }), 'LVA', now)).not.toBe(first);
});

it('does not outlive the token, the clearance or an agreement', async () => {
  const end = Date.parse('2031-01-01T00:00:00.000Z');
  const lasting = { tokenExpiresAt: end * 2, clearanceExpiresAt: end * 2 };
  const expiry = async (changes: Parameters<typeof reader>[0], at: number) =>
    (await read(await passports().passportFor(reader(changes), 'LVA', at), 'LVA', at)).exp;
  expect(await expiry({ tokenExpiresAt: now + 20_000 }, now)).toBe(now / 1000 + 20);
  expect(await expiry({ clearanceExpiresAt: now + 5_000 }, now)).toBe(now / 1000 + 5);
  expect(await expiry({ ...lasting, nation: 'EU' }, end - 3_000)).toBe(end / 1000);
  expect(await expiry({ ...lasting, nation: 'EU' }, end)).toBe(end / 1000 + 60);
});

it('is signed anew the moment an agreement ends', async () => {
  const end = Date.parse('2031-01-01T00:00:00.000Z');
  const who = reader({ nation: 'EU', level: 'NS', tokenExpiresAt: end * 2, clearanceExpiresAt: end * 2 });
  const all = passports();
  const before = await read(await all.passportFor(who, 'LVA', end - 1), 'LVA', end - 1);
  const after = await read(await all.passportFor(who, 'LVA', end), 'LVA', end);
  expect([before.clearance.levels.INCIDENTS, after.clearance.levels.INCIDENTS]).toEqual(['NS', 'NU']);
});

it('is signed anew by another registry', async () => {
  let current = registry;
  const all = passports(() => current);
  const first = await all.passportFor(reader(), 'LVA', now);
  const value = demoValue();
  current = registryOf({ ...value, version: 2 });
  expect(await all.passportFor(reader(), 'LVA', now)).not.toBe(first);
});

it('is not taken out of its own future when the clock is set back', async () => {
  const all = passports();
  await all.passportFor(reader(), 'LVA', now + 600_000);
  const token = await all.passportFor(reader(), 'LVA', now);
  expect((await read(token, 'LVA')).iat).toBe(now / 1000);
});

it('keeps no more than it may', async () => {
  const all = passports(undefined, 2);
  const first = await all.passportFor(reader({ subject: '1' }), 'LVA', now);
  for (const subject of ['2', '3']) await all.passportFor(reader({ subject }), 'LVA', now);
  // Ed25519 signs the same claims alike: what was forgotten comes back equal.
  expect(await all.passportFor(reader({ subject: '1' }), 'LVA', now)).toBe(first);
});
