import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { directoryOf } from '../../../schema/alliance/directoryOf.ts';
import { canRead, failedRules, type Decision } from '../../../schema/label/canRead.ts';
import type { Clearance } from '../../../schema/label/clearance.ts';
import type { Domain } from '../../../schema/label/domain.ts';
import { bottom } from '../../../schema/label/join.ts';
import type { Restriction } from '../../../schema/label/label.ts';
import { markingText } from '../../../schema/label/marking.ts';
import { parseMarking } from '../../../schema/label/parseMarking.ts';
import { resolve } from '../../../schema/label/resolve.ts';
import { clearances, markings, readers, restrictions } from '../../support/labelArbitraries.ts';
import { naiveCanRead, type Question } from '../../support/naiveCanRead.ts';
import { registries, registryNamed } from '../../support/registries.ts';
import { clearanceTowards, parseTestReader } from '../../support/TestReader.ts';
import vectors from '../../vectors/decisions.json' with { type: 'json' };

vi.setConfig({ testTimeout: 60_000 });

const domains: readonly Domain[] = ['INCIDENTS', 'INDICATORS', 'CAPABILITIES', 'EXERCISES', 'LESSONS', 'CENTRAL'];

interface Asked extends Question {
  readonly domain: Domain;
}

function decide({ reader, marking, owner, domain, registry, now }: Asked): Decision {
  const parsed = parseMarking(marking);
  if (!parsed) throw new TypeError(`unreadable: ${marking}`);
  const restriction = resolve(parsed.label, owner, directoryOf(registry), domain, now);
  return canRead(clearanceTowards(reader, owner, registry, now), restriction, domain);
}

function inWords(decision: Decision, reason: 'with reason' | 'without reason'): string {
  if (decision.effect === 'stepUp') return `step up to ${decision.requiredAal}`;
  return decision.effect === 'deny' && reason === 'with reason' ? `deny ${decision.reason}` : decision.effect;
}

const implies = (premise: boolean, conclusion: boolean): boolean => !premise || conclusion;
const permits = (clearance: Clearance, restriction: Restriction): boolean =>
  canRead(clearance, restriction, 'INCIDENTS').effect === 'permit';

const decisions = vectors.decisions.map((row) => ({ ...vectors.unlessSaidOtherwise, ...row }));

describe('the decisions of the vectors', () => {
  it('are at least sixty', () => {
    expect(decisions.length).toBeGreaterThanOrEqual(60);
  });

  for (const row of decisions) {
    it(`${row.about}: ${row.reader} and ${row.marking.slice(0, 40)}: ${row.why}`, () => {
      const domain = domains.find((each) => each === row.domain);
      if (!domain) throw new TypeError(`\`${row.domain}\` is no domain`);
      const question = {
        reader: parseTestReader(row.reader),
        marking: row.marking,
        owner: row.owner,
        domain,
        registry: registryNamed(row.registry),
        now: Date.parse(row.on),
      };
      expect(inWords(decide(question), 'with reason')).toBe(row.expect);
      expect(naiveCanRead(question)).toBe(row.expect.replace(/^deny .*/, 'deny'));
    });
  }
});

describe('any reader and any record', () => {
  it('get the decision that a second, naive reading of the marking gives', () => {
    const seen = new Set<string>();
    const questions = fc.record({
      reader: readers,
      marking: markings.map(({ label }) => markingText({ label, portions: new Map() })),
      owner: fc.constantFrom('EST', 'LVA', 'POL'),
      domain: fc.constantFrom(...domains),
      registry: fc.constantFrom(...registries.values()),
      now: fc.integer({ min: Date.parse('2023-06-01'), max: Date.parse('2027-06-01') }),
    });
    fc.assert(
      fc.property(questions, (question) => {
        const decision = inWords(decide(question), 'without reason');
        seen.add(decision);
        expect(decision).toBe(naiveCanRead(question));
      }),
      { numRuns: 3000 },
    );
    expect([...seen].sort()).toEqual(['deny', 'permit', 'step up to 2', 'step up to 3']);
  });

  it('are denied by the first rule that does not hold, and by none when permitted', () => {
    fc.assert(
      fc.property(clearances, restrictions, (clearance, restriction) => {
        const decision = canRead(clearance, restriction, 'INCIDENTS');
        const failed = failedRules(clearance, restriction, 'INCIDENTS');
        expect(decision.effect === 'deny' ? decision.reason : undefined).toBe(failed[0]);
      }),
    );
  });

  it('are never denied by more clearance, nor let in by more categories asked', () => {
    fc.assert(
      fc.property(clearances, restrictions, (clearance, restriction) => {
        const highest = { INCIDENTS: 'CTS', INDICATORS: 'CTS', CAPABILITIES: 'CTS' } as const;
        const more: Clearance = { ...clearance, levels: { ...clearance.levels, ...highest }, lower: {}, aal: 3 };
        const stricter = { ...restriction, allOf: [...restriction.allOf, 'coi:NEW'] };
        expect(implies(permits(clearance, restriction), permits(more, restriction))).toBe(true);
        expect(permits(clearance, stricter)).toBe(false);
      }),
    );
  });
});

describe('a clearance or restriction that is not well formed', () => {
  const clearance = clearanceTowards(parseTestReader('EST CTS'), 'EST', registryNamed('six nations'), 0);
  const foreign = (value: unknown): never => value as never;

  it('opens to the reader when it is well formed', () => {
    expect(canRead(clearance, bottom, 'INCIDENTS')).toEqual({ effect: 'permit' });
  });

  it('denies at a level that does not exist, on either side', () => {
    for (const level of ['', 'TOP', 'constructor', undefined, null, 5, {}]) {
      const levels = { ...clearance.levels, INCIDENTS: foreign(level) };
      expect(permits({ ...clearance, levels }, bottom)).toBe(false);
      expect(
        permits(
          { ...clearance, lower: { EST: foreign({ INCIDENTS: level ?? 'none' }) } },
          { ...bottom, originators: ['EST'] },
        ),
      ).toBe(false);
      expect(permits(clearance, { ...bottom, level: foreign('x') })).toBe(false);
    }
  });

  it('denies in a domain that does not exist', () => {
    expect(canRead(clearance, bottom, foreign('constructor')).effect).toBe('deny');
  });

  it('takes an originator with the name of something every object has for an ordinary one', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(permits(clearance, { ...bottom, originators: [name] })).toBe(true);
    }
  });

  it('steps up when the assurance is not a number', () => {
    expect(canRead({ ...clearance, aal: foreign(Number.NaN) }, bottom, 'INCIDENTS').effect).toBe('stepUp');
  });
});
