import type { Aal, Clearance } from '../../schema/label/clearance.ts';
import { sharingDomains, type Domain } from '../../schema/label/domain.ts';
import { minLevel, type Level } from '../../schema/label/level.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';

/**
 * What token and issuer alone give a reader at this moment: NU and no categories once the clearance has expired, nothing
 * that the issuer may no longer vouch for. The measure of static floors. Its pseudonym is empty: it is nobody's in
 * particular.
 */
export function ownClearance(reader: Reader, registry: Registry, now: number): Clearance {
  const vouches = registry.issuers.get(reader.issuer)?.issuer.vouches;
  const believed = vouches !== undefined && registry.issuers.get(reader.issuer)?.code === reader.nation;
  const cleared = believed && now < reader.clearanceExpiresAt;
  return {
    nation: reader.nation,
    nationality: believed && vouches.nationalities.includes(reader.nationality) ? reader.nationality : 'XXX',
    pseudonym: '',
    levels: everyDomain(cleared ? minLevel(reader.level, vouches.level) : 'NU'),
    lower: {},
    categories: cleared ? reader.categories.filter((category) => vouches.categories.includes(category)) : [],
    roles: believed ? reader.roles.filter((role) => vouches.roles.includes(role)) : [],
    aal: believed ? lower(reader.aal, vouches.aal) : 1,
  };
}

const everyDomain = (level: Level): Record<Domain, Level> =>
  Object.fromEntries([...sharingDomains, 'CENTRAL'].map((domain) => [domain, level])) as Record<Domain, Level>;

const lower = (a: Aal, b: Aal): Aal => (a < b ? a : b);
