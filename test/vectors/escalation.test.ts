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
        from: z.enum(escalationLevels).default('NATIONAL'),
        isClosed: z.boolean().default(false),
        audience: z.array(z.string()).default(['EST']),
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
  it.each(rows.ladder)('$from to $to at $severity, $affectedNations affected, for $audience: $code, $why', (row) => {
    const facts = { nation: 'EST', coalitions, ...row };
    expect(escalationProblem(escalationPolicy, row.to, facts)?.code ?? null).toBe(row.code);
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

  const codes = ['EST', 'LVA', 'POL', 'DEU'];
  const level = fc.constantFrom(...escalationLevels);
  const facts: fc.Arbitrary<EscalationFacts> = fc.record({
    nation: fc.constant('EST'),
    from: level,
    isClosed: fc.boolean(),
    severity: fc.constantFrom(null, ...severities),
    affectedNations: fc.nat(5),
    audience: fc.subarray(codes),
    coalitions: fc.constant(coalitions),
    agreedWith: fc.subarray(codes.slice(1)),
  });

  it('more severe, more affected, more let in or more agreed never closes a rung', () => {
    fc.assert(
      fc.property(level, facts, facts, (to, one, other) => {
        const rank = (severity: EscalationFacts['severity']) => (severity === null ? -1 : severities.indexOf(severity));
        const more: EscalationFacts = {
          ...one,
          severity: rank(other.severity) > rank(one.severity) ? other.severity : one.severity,
          affectedNations: Math.max(one.affectedNations, other.affectedNations),
          audience: [...new Set([...one.audience, ...other.audience])],
          agreedWith: [...new Set([...one.agreedWith, ...other.agreedWith])],
        };
        expect(!allowed(to, one) || allowed(to, more)).toBe(true);
      }),
    );
  });

  it('a body above the nation never deals with what only the nation may see', () => {
    fc.assert(
      fc.property(level, facts, (to, one) => {
        expect(allowed(to, { ...one, audience: ['EST'] })).toBe(to === 'NATIONAL' && one.from !== to);
      }),
    );
  });

  it('whatever severity an incident came up by, it goes down to every body that it is released to', () => {
    fc.assert(
      fc.property(level, facts, (to, one) => {
        const isDown = escalationLevels.indexOf(to) < escalationLevels.indexOf(one.from);
        fc.pre(isDown && allowed(to, { ...one, from: 'NATIONAL', isClosed: false, severity: 'S5_EMERGENCY' }));
        expect(allowed(to, one)).toBe(true);
      }),
    );
  });

  it('an incident that is where it is to go is told where it may go', () => {
    const audience = ['DEU', 'EST', 'LVA', 'POL'];
    const at = { nation: 'EST', from: 'COUNCIL', isClosed: false, severity: 'S1_LOW', affectedNations: 0 } as const;
    expect(escalationProblem(escalationPolicy, 'COUNCIL', { ...at, audience, coalitions, agreedWith: [] })).toEqual({
      code: 'CONFLICT',
      message: 'COUNCIL deals with it already; it may go to NATIONAL, MULTINATIONAL, ALLIANCE',
    });
  });
});
