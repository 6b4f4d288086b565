import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { Edit } from '../faults/readFaults.ts';

const Row = z.strictObject({ id: z.string(), fault: z.string(), edits: z.array(Edit).min(1) });
export type FrameFault = z.infer<typeof Row>;

/** Every leak of alerts that is planted to see whether frames tell of it. */
export const readFrameFaults = (): readonly FrameFault[] =>
  z.array(Row).parse(parse(readFileSync(new URL('faults.yaml', import.meta.url), 'utf8')));
