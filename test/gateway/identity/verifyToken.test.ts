import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyToken, type Verified } from '../../../gateway/identity/verifyToken.ts';
import { now } from '../../support/demoAlliance.ts';
import { startIssuers, type Issuers } from '../../support/startIssuers.ts';
import { forgeries } from './forgeries.ts';

let issuers: Issuers;
beforeAll(async () => {
  issuers = await startIssuers(['EST', 'LVA', 'EU', 'DEU']);
});
afterAll(() => issuers.stop());

const verify = (token: string, at = now): Promise<Verified> =>
  verifyToken(token, { registry: issuers.registry, keySets: issuers.keySets, now: at });

async function readerOf(claims: Record<string, unknown> = {}, code = 'EST') {
  const verified = await verify(await issuers.sign(code, { claims }));
  if ('refused' in verified) throw new TypeError(`${verified.refused}: ${verified.detail}`);
  return verified;
}

describe('a good token', () => {
  it('becomes the reader that it describes', async () => {
    expect(await readerOf()).toEqual({
      reader: {
        issuer: `${issuers.url}/EST`,
        subject: 'anna',
        nation: 'EST',
        nationality: 'EST',
        level: 'NS',
        nationalTerm: null,
        clearanceExpiresAt: now + 86_400_000,
        categories: ['coi:AGENCY'],
        roles: ['ANALYST'],
        aal: 2,
        multiFactor: true,
        authenticatedAt: now - 60_000,
        tokenExpiresAt: now + 840_000,
      },
      dropped: [],
    });
  });

  it('counts for what its issuer may vouch for, and the rest is reported', async () => {
    const claims = {
      nationality: 'BRA',
      categories: ['coi:AGENCY', 'cav:BOHEMIA', 'coi:AGENCY'],
      roles: ['KING', 'SECURITY_OFFICER', 'ANALYST'],
      aal: 3,
    };
    const estonian = await readerOf(claims);
    expect(estonian.reader).toMatchObject({
      nationality: 'XXX',
      categories: ['coi:AGENCY'],
      roles: ['ANALYST', 'SECURITY_OFFICER'],
      aal: 3,
    });
    expect(estonian.dropped).toEqual(['nationality BRA', 'category cav:BOHEMIA', 'role KING']);
    const european = await readerOf({ ...claims, nation: 'EU' }, 'EU');
    expect(european.reader).toMatchObject({ roles: ['ANALYST'], aal: 2 });
    expect(european.dropped).toContain('aal 3');
  });

  it('holds a clearance in the words of its nation', async () => {
    const german = await readerOf({ nation: 'DEU', clearance: 'Geheim' }, 'DEU');
    expect(german.reader).toMatchObject({ level: 'NS', nationalTerm: 'Geheim' });
    expect((await readerOf({ clearance: 'GEHEIM' })).reader).toMatchObject({ level: 'NU', nationalTerm: 'GEHEIM' });
    expect((await readerOf({ clearance: 'ZZ' })).reader.level).toBe('NU');
  });

  it.each([
    [undefined, 0],
    ['2027-01-01', Date.parse('2027-01-01T00:00:00.000Z')],
    ['2027-01-01T12:00:00Z', Date.parse('2027-01-01T12:00:00.000Z')],
    [1_800_000_000, 1_800_000_000_000],
  ])('with a clearance that ends on %s is cleared until %i', async (claim, expected) => {
    expect((await readerOf({ clearance_exp: claim })).reader.clearanceExpiresAt).toBe(expected);
  });

  it.each([
    [{ aal: 3 }, 3],
    [{ aal: '2' }, 2],
    [{ aal: undefined, acr: 'aal2' }, 2],
    [{ aal: undefined, acr: 'urn:mace:incommon:iap:silver' }, 1],
    [{ aal: 0 }, 1],
    [{ aal: 7 }, 1],
    [{ aal: undefined }, 1],
    [{ aal: 3, auth_time: undefined }, 1],
  ])('with %j is of assurance %i', async (claims, expected) => {
    expect((await readerOf(claims)).reader.aal).toBe(expected);
  });

  it('claims nothing that it does not mention', async () => {
    const { reader } = await readerOf({ nationality: undefined, categories: undefined, roles: undefined });
    expect(reader).toMatchObject({ nationality: 'XXX', categories: [], roles: [] });
  });

  it('is good until half a minute after its end, and no longer', async () => {
    const token = await issuers.sign('EST');
    expect(await verify(token, now + 869_000)).toHaveProperty('reader');
    expect(await verify(token, now + 871_000)).toMatchObject({ refused: 'EXPIRED' });
  });
});

describe('is refused', () => {
  it.each(forgeries)('$id: $title', async ({ make, refused }) => {
    const before = new Map(issuers.requests);
    const verified = await verify(await make(issuers));
    expect(verified).not.toHaveProperty('reader');
    expect(verified).toMatchObject({ refused: expect.stringMatching(new RegExp(`^(${refused})$`)) as unknown });
    const fetched = [...issuers.requests].filter(([path, count]) => count > (before.get(path) ?? 0));
    expect(fetched.filter(([path]) => !/^\/(EST|LVA|EU|DEU)\/jwks$/.test(path))).toEqual([]);
  });

  it('quotes at most a little of what a stranger wrote, and never the token', async () => {
    const token = await issuers.sign('EST', { claims: { iss: 'x'.repeat(5000) } });
    const verified = await verify(token);
    expect(verified).toEqual({ refused: 'ISSUER_UNKNOWN', detail: expect.stringMatching(/^.{1,250}$/) as unknown });
  });

  it('while its issuer cannot be reached', async () => {
    const silent = await startIssuers(['EST']);
    const token = await silent.sign('EST');
    await silent.stop();
    const verified = await verifyToken(token, { registry: silent.registry, keySets: silent.keySets, now });
    expect(verified).toMatchObject({ refused: 'KEYS_UNAVAILABLE' });
  });

  it('A23: a thousand unknown keys cost the issuer three requests', async () => {
    const flooded = await startIssuers(['EST']);
    const verifyFlooded = (token: string) =>
      verifyToken(token, { registry: flooded.registry, keySets: flooded.keySets, now });
    for (let index = 0; index < 1000; index++) {
      const verified = await verifyFlooded(await flooded.sign('EST', { header: { kid: `unknown-${index}` } }));
      expect(verified).toMatchObject({ refused: 'SIGNATURE' });
    }
    expect(flooded.requests.get('/EST/jwks')).toBe(3);
    expect(await verifyFlooded(await flooded.sign('EST'))).toHaveProperty('reader');
    await flooded.stop();
  });

  it('when it is signed with a key of the demo, and the registry is not of a demo', async () => {
    const token = await issuers.sign('EST', { header: { kid: 'demo-EST-12345678' } });
    const registry = { ...issuers.registry, demo: false };
    expect(await verifyToken(token, { registry, keySets: issuers.keySets, now })).toMatchObject({
      refused: 'DEMO_KEY',
    });
  });
});
