import { readFileSync } from 'node:fs';
import { isEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { labelText } from '../../schema/label/marking.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import deadlines from '../../subgraphs/releases/deadlines.json' with { type: 'json' };
import { askedAs, releasable } from '../../subgraphs/releases/releasable.ts';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';
import { releasedLabel } from '../../subgraphs/runtime/releasedLabel.ts';

const rows = z
  .array(
    z.strictObject({
      what: z.string(),
      label: z.string(),
      admits: z.array(z.string()).default(['EST']),
      released: z.string().optional(),
      problem: z.string().optional(),
    }),
  )
  .min(1)
  .parse(parse(readFileSync(new URL('releases.yaml', import.meta.url), 'utf8')));

describe('what is released by itself', () => {
  const { schema, types } = nationContract();
  const valuesOf = (name: string): readonly string[] => {
    const type = schema.getType(name);
    return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
  };

  it.each(askedAs)(
    'of %s it is every field that takes a label of its own, but the original that holds them all',
    (as) => {
      const { type, fields } = releasable[as];
      const portions = [...(types.get(type)?.portions ?? [])].filter((field) => field !== 'source');
      expect(portions.length).toBeGreaterThan(0);
      expect([...fields]).toEqual(portions.toSorted());
    },
  );

  it('is what the contract says can be asked for, of every type that is asked for by id', () => {
    const fields = new Set(askedAs.flatMap((as): readonly string[] => releasable[as].fields));
    expect(valuesOf('ReleasableField')).toEqual([...fields].toSorted());
    const known = new Map<string, string>(askedAs.map((as) => [as, releasable[as].type]));
    expect(types.get('ReleaseRequest')?.visibleWith).toEqual(known);
    const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
    const byId = roots.filter(({ args }) => args[0]?.name === 'id' && args.length === 1);
    expect(new Map(byId.map(({ name, type }) => [name, String(type)]))).toEqual(known);
  });

  it('every severity has a clock, and the more severe the shorter', () => {
    const minutes = new Map(Object.entries(deadlines.minutesBySeverity));
    const clocks = valuesOf('AllianceSeverity').map((severity) => minutes.get(severity) ?? 0);
    expect(clocks).toEqual(clocks.toSorted((a, b) => b - a));
    expect(Math.min(...clocks)).toBeGreaterThan(0);
  });
});

describe('a label that is released to one nation more', () => {
  it.each(rows)('$what', ({ label: text, admits, released, problem }) => {
    const label = parseMarking(text)?.label;
    if (label === undefined || label === 'UNLABELLED') throw new Error(`\`${text}\` is no label`);
    const made = releasedLabel(label, 'POL', { nation: 'EST', day: '2026-06-03', audience: admits });
    expect('problem' in made ? made : { released: labelText(made) }).toEqual(released ? { released } : { problem });
  });
});
