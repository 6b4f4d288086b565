import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { lockModes } from '../LeakCase.ts';

export const Edit = z.strictObject({
  /** A path from the project's root. */
  file: z.string(),
  /** Stands there exactly once. */
  find: z.string(),
  replace: z.string(),
});

const Row = z.strictObject({
  id: z.string(),
  where: z.string(),
  fault: z.string(),
  /** The published leak that it repeats. */
  recalls: z.string().optional(),
  /** The lock that stands alone before the leak: with both, the other side would still stop most faults. */
  lock: z.enum(lockModes).default('both'),
  store: z.enum(['model', 'sql']).default('model'),
  /** `order`: by asking the same questions in another order, for what one reader leaves behind for the next. */
  by: z.enum(['cases', 'order']).default('cases'),
  /** Cases are what people write and then read. */
  writes: z.boolean().default(false),
  edits: z.array(Edit).min(1),
});

export type Fault = z.infer<typeof Row>;

/** Every leak that is planted to see whether the leak test finds it. */
export function readFaults(): readonly Fault[] {
  return z.array(Row).parse(parse(readFileSync(new URL('faults.yaml', import.meta.url), 'utf8')));
}

/** The source of a file with the fault in it; throws where the fault no longer fits. */
export function planted({ id, edits }: Pick<Fault, 'id' | 'edits'>, file: string, source: string): string {
  return edits
    .filter((edit) => edit.file === file)
    .reduce((text, { find, replace }) => {
      const times = text.split(find).length - 1;
      if (times !== 1) {
        throw new TypeError(`fault ${id} does not fit ${file} any more: this stands there ${times} times:\n${find}`);
      }
      return text.replace(find, () => replace);
    }, source);
}
