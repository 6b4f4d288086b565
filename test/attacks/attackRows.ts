import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const Row = z.strictObject({
  id: z.string(),
  attack: z.string(),
  by: z.array(z.string().regex(/^\S+ > .+$/)).optional(),
  todo: z.string().optional(),
  elsewhere: z.string().optional(),
  measured: z.string().optional(),
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
  readonly open: { readonly kind: 'todo' | 'elsewhere' | 'measured'; readonly why: string } | null;
}

export function readAttackRows(): readonly AttackRow[] {
  const text = readFileSync(new URL('attacks.yaml', import.meta.url), 'utf8');
  return z
    .array(Row)
    .parse(parse(text))
    .map(({ id, attack, by = [], ...open }) => ({ id, attack, proofs: by.map(proofOf), open: openOf(open) }));
}

function openOf({ todo, elsewhere, measured }: Pick<z.infer<typeof Row>, 'todo' | 'elsewhere' | 'measured'>) {
  if (todo !== undefined) return { kind: 'todo', why: todo } as const;
  if (elsewhere !== undefined) return { kind: 'elsewhere', why: elsewhere } as const;
  return measured === undefined ? null : ({ kind: 'measured', why: measured } as const);
}

function proofOf(text: string): Proof {
  const [file = '', words = ''] = text.split(' > ');
  return { file: `test/${file}.test.ts`, words };
}
