import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const Row = z.strictObject({
  id: z.string(),
  attack: z.string(),
  by: z.array(z.string().regex(/^\S+ > .+$/)).optional(),
  todo: z.string().optional(),
  elsewhere: z.string().optional(),
});

/** A test file, as a path from the project's root, and words that stand in the names of its tests. */
export interface Proof {
  readonly file: string;
  readonly words: string;
}

export interface AttackRow {
  readonly id: string;
  readonly attack: string;
  readonly proofs: readonly Proof[];
  /** Why nothing proves it here. */
  readonly open: { readonly kind: 'todo' | 'elsewhere'; readonly why: string } | null;
}

export function readAttackRows(): readonly AttackRow[] {
  const text = readFileSync(new URL('attacks.yaml', import.meta.url), 'utf8');
  return z
    .array(Row)
    .parse(parse(text))
    .map(({ id, attack, by = [], todo, elsewhere }) => ({
      id,
      attack,
      proofs: by.map(proofOf),
      open:
        todo !== undefined
          ? { kind: 'todo', why: todo }
          : elsewhere !== undefined
            ? { kind: 'elsewhere', why: elsewhere }
            : null,
    }));
}

function proofOf(text: string): Proof {
  const [file = '', words = ''] = text.split(' > ');
  return { file: `test/${file}.test.ts`, words };
}
