import { readFileSync } from 'node:fs';
import { isEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { labelText } from '../../schema/label/marking.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
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

describe('what of an incident is released by itself', () => {
  it('is every field that takes a label of its own, but the original that holds them all', () => {
    const { schema, types } = nationContract();
    const fields = schema.getType('ReleasableField');
    const names = isEnumType(fields) ? fields.getValues().map(({ name }) => name) : [];
    expect([...names, 'source'].toSorted()).toEqual([...(types.get('Incident')?.portions ?? [])].toSorted());
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
