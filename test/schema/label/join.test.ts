import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { canRead, type Decision } from '../../../schema/label/canRead.ts';
import { normalCategories } from '../../../schema/label/categories.ts';
import type { Clearance } from '../../../schema/label/clearance.ts';
import { dominates } from '../../../schema/label/dominates.ts';
import { bottom, join } from '../../../schema/label/join.ts';
import type { Restriction } from '../../../schema/label/label.ts';
import { clearances, restrictions } from '../../support/labelArbitraries.ts';

vi.setConfig({ testTimeout: 60_000 });

const implies = (premise: boolean, conclusion: boolean): boolean => !premise || conclusion;
const permits = (clearance: Clearance, restriction: Restriction): boolean =>
  canRead(clearance, restriction, 'INCIDENTS').effect === 'permit';
const mightRead = (clearance: Clearance, restriction: Restriction): boolean =>
  permits({ ...clearance, aal: 3 }, restriction);
const aalOf = (decision: Decision): number => (decision.effect === 'stepUp' ? decision.requiredAal : 0);
const withOriginators = (restriction: Restriction, originators: readonly string[]): Restriction => ({
  ...restriction,
  originators,
});

describe('a reader of two joined restrictions', () => {
  it('reads them joined exactly when they read both, if the originators are the same', () => {
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(clearances, restrictions, restrictions, (clearance, a, other) => {
        const b = withOriginators(other, a.originators);
        const both = permits(clearance, a) && permits(clearance, b);
        seen.add(both);
        expect(permits(clearance, join(a, b))).toBe(both);
      }),
      { numRuns: 3000 },
    );
    expect(seen.size).toBe(2);
  });

  it('is asked for the stronger of both sign-ins', () => {
    fc.assert(
      fc.property(clearances, restrictions, restrictions, (clearance, a, other) => {
        const b = withOriginators(other, a.originators);
        expect(mightRead(clearance, join(a, b))).toBe(mightRead(clearance, a) && mightRead(clearance, b));
        const [ofA = 0, ofB = 0, ofBoth] = [a, b, join(a, b)].map((each) =>
          aalOf(canRead(clearance, each, 'INCIDENTS')),
        );
        expect(ofBoth).toBe(mightRead(clearance, join(a, b)) ? Math.max(ofA, ofB) : 0);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads both when they read them joined, whoever the originators are', () => {
    fc.assert(
      fc.property(clearances, restrictions, restrictions, (clearance, a, b) => {
        const both = permits(clearance, a) && permits(clearance, b);
        expect(implies(permits(clearance, join(a, b)), both)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('of nothing in common is nobody', () => {
    const joined = join({ ...bottom, audience: ['EST'] }, { ...bottom, audience: ['LVA'] });
    expect(joined.audience).toEqual([]);
  });
});

describe('restrictions', () => {
  it('form a semilattice under join, with bottom', () => {
    fc.assert(
      fc.property(restrictions, restrictions, restrictions, (a, b, c) => {
        expect(join(a, a)).toEqual(a);
        expect(join(a, b)).toEqual(join(b, a));
        expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
        expect(join(a, bottom)).toEqual(a);
      }),
      { numRuns: 2000 },
    );
  });

  it('are ordered by dominates just as join orders them', () => {
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(restrictions, restrictions, fc.boolean(), (a, other, comparable) => {
        const b = comparable ? join(a, other) : other;
        const stricter = dominates(b, a);
        seen.add(stricter);
        expect(JSON.stringify(join(a, b)) === JSON.stringify(b)).toBe(stricter);
      }),
      { numRuns: 3000 },
    );
    expect(seen.size).toBe(2);
  });

  it('are partially ordered by dominates, and never read by fewer when less strict', () => {
    fc.assert(
      fc.property(clearances, restrictions, restrictions, restrictions, (clearance, a, b, c) => {
        const [ab, abc] = [join(a, b), join(join(a, b), c)];
        expect(dominates(a, a) && dominates(abc, a) && dominates(ab, bottom)).toBe(true);
        expect(implies(dominates(a, b) && dominates(b, a), JSON.stringify(a) === JSON.stringify(b))).toBe(true);
        expect(implies(dominates(a, b) && permits(clearance, a), permits(clearance, b))).toBe(true);
        expect(implies(dominates(c, a) && dominates(c, b), dominates(c, ab))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('categories in normal form', () => {
  it.each([
    ['a group of one is needed like any other', [], [['coi:A']], ['coi:A'], []],
    ['a group that a needed category meets says nothing', ['coi:A'], [['coi:A', 'coi:B']], ['coi:A'], []],
    [
      'a group that holds a narrower one says nothing',
      [],
      [
        ['coi:A', 'coi:B', 'coi:C'],
        ['coi:B', 'coi:A'],
      ],
      [],
      [['coi:A', 'coi:B']],
    ],
    [
      'equal groups are one',
      [],
      [
        ['coi:A', 'coi:B'],
        ['coi:A', 'coi:B'],
      ],
      [],
      [['coi:A', 'coi:B']],
    ],
    ['a group of none stays, for nobody meets it', ['coi:A'], [[], ['coi:B', 'coi:C']], ['coi:A'], [[]]],
    ['a category twice in a group of one', [], [['coi:A', 'coi:A']], ['coi:A'], []],
  ])('%s', (_title, allOf, anyOf, all, groups) => {
    expect(normalCategories({ allOf, anyOf })).toEqual({ allOf: all, anyOf: groups });
  });
});
