import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reader } from '../../../gateway/identity/Reader.ts';
import { clearanceTowards } from '../../../gateway/policy/clearanceTowards.ts';
import { ownClearance } from '../../../gateway/policy/ownClearance.ts';
import { agreementCeiling } from '../../../schema/alliance/agreementCeiling.ts';
import type { Clearance } from '../../../schema/label/clearance.ts';
import { sharingDomains } from '../../../schema/label/domain.ts';
import { isLevel, levels, minLevel, rank } from '../../../schema/label/level.ts';
import { demoValue, now, reader, registryOf } from '../../support/demoAlliance.ts';
import rows from '../../vectors/clearances.json' with { type: 'json' };

const registry = registryOf(demoValue());
const domains = [...sharingDomains, 'CENTRAL'] as const;
const codes = [...registry.parties.keys()];

describe('what a reader holds towards an owner', () => {
  it.each(rows)('$title', (row) => {
    const level = 'level' in row.reader && isLevel(row.reader.level) ? { level: row.reader.level } : {};
    const aal = { aal: 3 } as const;
    const who = reader({ ...(row.reader as Partial<Reader>), ...level, ...aal });
    const at = row.at === undefined ? now : Date.parse(row.at);
    const clearance = clearanceTowards(who, row.owner, registry, at, 'p');
    expect(clearance.levels).toMatchObject(row.levels);
    expect(clearance.categories).toEqual(row.categories);
    expect(clearance.pseudonym).toBe('p');
  });

  it('names every originator whose agreement allows less than the owner', () => {
    const { lower } = clearanceTowards(reader(), 'POL', registry, now, 'p');
    expect(Object.keys(lower).sort()).toEqual(['AUS', 'AUT', 'CYP', 'EU', 'INTERPOL', 'IRL', 'MLT', 'NZL', 'UN']);
    expect(lower['EU']).toEqual({
      INCIDENTS: 'NS',
      INDICATORS: 'NS',
      CAPABILITIES: 'NU',
      EXERCISES: 'NS',
      LESSONS: 'NS',
    });
    expect(clearanceTowards(reader({ level: 'NU' }), 'POL', registry, now, 'p').lower).toEqual({});
  });

  it('lets a reader of an issuer that vouches no longer for the assurance count for less', () => {
    const who = reader({ nation: 'EU', level: 'NR', aal: 3 });
    expect(clearanceTowards(who, 'POL', registry, now, 'p').aal).toBe(2);
  });

  it('lets nobody of a nation with a ceiling of its own above it, but for its own records', () => {
    const value = demoValue();
    Object.assign(value.nations['EST'] ?? {}, { ceiling: 'NR' });
    const low = registryOf(value);
    expect(clearanceTowards(reader(), 'POL', low, now, 'p').levels.INCIDENTS).toBe('NR');
    expect(clearanceTowards(reader(), 'ALLIANCE', low, now, 'p').levels.CENTRAL).toBe('NR');
    expect(clearanceTowards(reader(), 'EST', low, now, 'p').levels.INCIDENTS).toBe('CTS');
  });
});

describe('for any reader, owner and moment', () => {
  const readers = fc
    .record({
      nation: fc.constantFrom(...codes),
      nationality: fc.constantFrom('EST', 'FRA', 'XXX', 'BRA'),
      level: fc.constantFrom(...levels),
      clearanceExpiresAt: fc.integer({ min: now - 1000, max: now + 1000 }),
      categories: fc.subarray(['cav:ATOMAL', 'cav:BOHEMIA', 'coi:AGENCY', 'coi:NONE']),
      aal: fc.constantFrom(1 as const, 2 as const, 3 as const),
    })
    .map(reader);
  const owners = fc.constantFrom(...codes, 'ALLIANCE', 'ATL');
  const moments = fc.oneof(
    fc.integer({ min: now - 1000, max: now + 1000 }),
    fc.date({ min: new Date('2010-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }).map(Number),
  );

  it('an owner never opens more than token and issuer do', () => {
    fc.assert(
      fc.property(readers, owners, moments, (who, owner, at) => {
        const own = ownClearance(who, registry, at);
        const towards = clearanceTowards(who, owner, registry, at, 'p');
        for (const domain of domains)
          expect(rank(towards.levels[domain])).toBeLessThanOrEqual(rank(own.levels[domain]));
        expect({ ...towards, levels: 0, lower: 0, pseudonym: '' }).toEqual({ ...own, levels: 0, lower: 0 });
      }),
    );
  });

  it('towards every originator the level is exactly the lesser of the two agreements', () => {
    fc.assert(
      fc.property(
        readers,
        fc.constantFrom(...codes),
        fc.constantFrom(...codes),
        moments,
        (who, owner, originator, at) => {
          const { levels: towards, lower } = clearanceTowards(who, owner, registry, at, 'p');
          for (const domain of sharingDomains) {
            const ceiling = agreementCeiling(registry.document, originator, who.nation, domain, at);
            const expected = minLevel(towards[domain], ceiling);
            expect(lower[originator]?.[domain] ?? towards[domain]).toBe(
              originator === owner ? towards[domain] : expected,
            );
          }
        },
      ),
    );
  });

  it('more in the token never opens less', () => {
    fc.assert(
      fc.property(readers, owners, moments, fc.constantFrom(...levels), (who, owner, at, level) => {
        const higher = rank(level) > rank(who.level) ? { ...who, level } : who;
        const before = reachable(clearanceTowards(who, owner, registry, at, 'p'));
        const after = reachable(clearanceTowards({ ...higher, aal: 3 }, owner, registry, at, 'p'));
        before.forEach((each, index) => expect(after[index]).toBeGreaterThanOrEqual(each));
      }),
    );
  });

  it('time alone, without an agreement that starts, never opens more', () => {
    const later = fc.integer({ min: 0, max: 20 * 365 * 86_400_000 });
    fc.assert(
      fc.property(readers, owners, later, (who, owner, after) => {
        const before = reachable(clearanceTowards(who, owner, registry, now, 'p'));
        const then = reachable(clearanceTowards(who, owner, registry, now + after, 'p'));
        then.forEach((each, index) => expect(before[index]).toBeGreaterThanOrEqual(each));
      }),
    );
  });
});

/** The rank open towards the owner, and towards the owner with each originator, in each domain. */
const reachable = ({ levels: own, lower }: Clearance): number[] =>
  ['', ...codes].flatMap((originator) =>
    domains.map((domain) => rank(minLevel(own[domain], lower[originator]?.[domain] ?? own[domain]))),
  );
