import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { escalationPolicy } from '../../subgraphs/incidents/EscalationPolicy.ts';
import { escalationProblem, type EscalationFacts } from '../../subgraphs/incidents/escalationProblem.ts';
import { escalationLevels, severities } from '../../subgraphs/incidents/records.ts';

const rows = z
  .strictObject({
    coalitions: z.record(z.string(), z.array(z.string())),
    ladder: z.array(
      z.strictObject({
        to: z.enum(escalationLevels),
        audience: z.union([z.literal('ALL'), z.array(z.string())]).default(['EST']),
        severity: z.enum(severities).nullable().default(null),
        affectedNations: z.int().default(0),
        agreedWith: z.array(z.string()).default([]),
        /** Left out: it is allowed. */
        code: z.string().nullable().default(null),
        why: z.string(),
      }),
    ),
    severities: z.array(
      z.strictObject({
        severity: z.enum(severities),
        minutes: z.int(),
        NCISS: z.array(z.string()),
        'NCSC-UK': z.array(z.string()),
        NIS2: z.array(z.string()),
      }),
    ),
  })
  .parse(parse(readFileSync(new URL('escalation.yaml', import.meta.url), 'utf8')));

const coalitions = new Map(Object.entries(rows.coalitions));
const allowed = (to: (typeof escalationLevels)[number], facts: EscalationFacts): boolean =>
  escalationProblem(escalationPolicy, to, facts) === null;

describe('the ladder of escalation', () => {
  it.each(rows.ladder)('$to at $severity, $affectedNations affected, for $audience: $code, $why', (row) => {
    const { to, code, severity, affectedNations, audience, agreedWith } = row;
    const facts = { nation: 'EST', severity, affectedNations, audience, coalitions, agreedWith };
    expect(escalationProblem(escalationPolicy, to, facts)?.code ?? null).toBe(code);
  });

  it('has rows that are allowed and rows that are not, for every rung above the lowest', () => {
    const rungs = escalationLevels.filter((level) => level !== 'NATIONAL');
    for (const rung of rungs) {
      const codes = rows.ladder.filter(({ to }) => to === rung).map(({ code }) => code);
      expect(codes).toContain(null);
      expect(new Set(codes).size).toBeGreaterThan(1);
    }
    expect(Object.keys(escalationPolicy.ladder)).toEqual(rungs);
  });

  it.each(rows.severities)('$severity is acknowledged within $minutes minutes', ({ severity, minutes, ...schemes }) => {
    expect(escalationPolicy.severities[severity]).toEqual({ acknowledgeWithinMinutes: minutes, schemes });
  });

  it('has a row for every severity', () => {
    expect(rows.severities.map(({ severity }) => severity)).toEqual(severities);
  });

  const codes = ['EST', 'LVA', 'POL', 'DEU', 'UN'];
  const facts: fc.Arbitrary<EscalationFacts> = fc.record({
    nation: fc.constant('EST'),
    severity: fc.constantFrom(null, ...severities),
    affectedNations: fc.nat(5),
    audience: fc.oneof(fc.constant('ALL' as const), fc.subarray(codes)),
    coalitions: fc.constant(coalitions),
    agreedWith: fc.subarray(codes.slice(1)),
  });
  const level = fc.constantFrom(...escalationLevels);

  it('more severe, more affected, more let in or more agreed never closes a rung', () => {
    fc.assert(
      fc.property(level, facts, facts, (to, one, other) => {
        const rank = (severity: EscalationFacts['severity']) => (severity === null ? -1 : severities.indexOf(severity));
        const more: EscalationFacts = {
          ...one,
          severity: rank(other.severity) > rank(one.severity) ? other.severity : one.severity,
          affectedNations: Math.max(one.affectedNations, other.affectedNations),
          audience:
            one.audience === 'ALL' || other.audience === 'ALL'
              ? one.audience
              : [...new Set([...one.audience, ...other.audience])],
          agreedWith: [...new Set([...one.agreedWith, ...other.agreedWith])],
        };
        expect(!allowed(to, one) || allowed(to, more)).toBe(true);
      }),
    );
  });

  it('a body above the nation never deals with what only the nation may see', () => {
    fc.assert(
      fc.property(level, facts, (to, one) => {
        expect(allowed(to, { ...one, audience: ['EST'] })).toBe(to === 'NATIONAL');
      }),
    );
  });
});
