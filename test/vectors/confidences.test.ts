import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { confidenceOf } from '../../gateway/federation/confidenceOf.ts';

const Row = z.strictObject({
  why: z.string(),
  tells: z.number(),
  recorded: z.array(z.number().nullable()),
  expect: z.number(),
});
const rows = z.array(Row).parse(parse(readFileSync(new URL('confidences.yaml', import.meta.url), 'utf8')));

it.each(rows)('$why: $expect', ({ tells, recorded, expect: wanted }) => {
  expect(confidenceOf(tells, recorded)).toBe(wanted);
});

it('is within percent, never above any of its parts, and the same from both sides', () => {
  const part = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(part, part, part, (tells, one, other) => {
      const confidence = confidenceOf(tells, [one, other]);
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(Math.min(tells, one, other));
      expect(confidenceOf(tells, [other, one])).toBe(confidence);
    }),
  );
});
