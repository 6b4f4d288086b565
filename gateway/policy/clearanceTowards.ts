import type { Clearance } from '../../schema/label/clearance.ts';
import { sharingDomains, type Domain } from '../../schema/label/domain.ts';
import { minLevel, type Level } from '../../schema/label/level.ts';
import type { Registry } from '../config/Registry.ts';
import type { Reader } from '../identity/Reader.ts';
import { ceilingsOf, type Ceilings } from './ceilingsOf.ts';
import { ownClearance } from './ownClearance.ts';

/** Owner of the central records, which no agreement limits. */
export const centralOwner = 'ALLIANCE';

/**
 * What a reader holds towards one owner at this moment: `ownClearance`, cut to the ceiling of the reader's nation and
 * of the agreements in force with the owner; towards further originators, where their agreements allow less. Towards
 * an owner that the registry does not know, nothing above NU. `pseudonym` is the reader's for that owner.
 */
export function clearanceTowards(
  reader: Reader,
  owner: string,
  registry: Registry,
  now: number,
  pseudonym: string,
): Clearance {
  const own = ownClearance(reader, registry, now);
  const ceilings = ceilingsOf(reader.nation, registry, now);
  const levels = owner === reader.nation ? own.levels : levelsTowards(owner, reader.nation, own, registry, ceilings);
  return { ...own, pseudonym, levels, lower: lowerThan(levels, owner, reader.nation, ceilings) };
}

function levelsTowards(
  owner: string,
  nation: string,
  own: Clearance,
  { parties }: Registry,
  ceilings: Ceilings,
): Record<Domain, Level> {
  const most = parties.get(nation)?.ceiling ?? 'NU';
  const agreed = (domain: Domain): Level =>
    owner === centralOwner || domain === 'CENTRAL' ? 'CTS' : (ceilings.get(owner)?.[domain] ?? 'NU');
  return mapLevels(own.levels, (level, domain) => minLevel(minLevel(level, most), agreed(domain)));
}

function lowerThan(levels: Clearance['levels'], owner: string, nation: string, ceilings: Ceilings): Clearance['lower'] {
  const entries = [...ceilings]
    .filter(([originator]) => originator !== owner && originator !== nation)
    .map(
      ([originator, agreed]) =>
        [
          originator,
          Object.fromEntries(
            sharingDomains
              .filter((domain) => minLevel(agreed[domain], levels[domain]) !== levels[domain])
              .map((domain) => [domain, agreed[domain]]),
          ),
        ] as const,
    );
  return Object.fromEntries(entries.filter(([, lower]) => Object.keys(lower).length > 0));
}

const mapLevels = (levels: Clearance['levels'], map: (level: Level, domain: Domain) => Level): Record<Domain, Level> =>
  Object.fromEntries(Object.entries(levels).map(([domain, level]) => [domain, map(level, domain as Domain)])) as Record<
    Domain,
    Level
  >;
