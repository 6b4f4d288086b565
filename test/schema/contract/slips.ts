import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const Slip = z.strictObject({
  slip: z.string(),
  rule: z.string(),
  at: z.string(),
  changes: z.record(z.string(), z.string()),
});

/** Ways to get the contract wrong, and the rule that says so. */
export const slips = z.array(Slip).parse(parse(readFileSync(new URL('slips.yaml', import.meta.url), 'utf8')));
