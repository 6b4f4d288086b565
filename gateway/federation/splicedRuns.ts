import { scanFields, type Scan } from './scanJson.ts';
import type { Piece, Write } from './writeRecord.ts';

/** How a value is looked at in an answer, and written. */
export interface Splice {
  readonly scan: Scan;
  /** Null: it is copied as it stands. */
  readonly write: Write | null;
}

export interface SplicedField extends Splice {
  readonly key: string;
  /** Those of a run: what is copied as one. */
  readonly others: readonly string[];
  readonly isMarked: boolean;
  /** Asked by the reader, and not by the planner alone. */
  readonly isKept: boolean;
}

/** Fields of one object, in the answer that has them. */
export interface Part extends Pick<Piece, 'answer' | 'slot'> {
  readonly fields: readonly SplicedField[];
}

/** Fields that the reader asks for in the order of the answer, and that are copied, are one. */
export function runsOf(
  fields: readonly SplicedField[],
  order: readonly string[],
  alone: ReadonlySet<string>,
): SplicedField[] {
  const runs: [SplicedField, ...SplicedField[]][] = [];
  const isCopied = ({ key, isKept, write }: SplicedField): boolean => isKept && !write && !alone.has(key);
  for (const field of fields) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const follows = last && order.indexOf(field.key) === order.indexOf(last.key) + 1;
    if (run && follows && isCopied(last) && isCopied(field)) run.push(field);
    else runs.push([field]);
  }
  return runs.map((run) => ({ ...run[0], others: run.slice(1).map(({ key }) => key), scan: scanFields(run) }));
}

/** Null: some field is in none of the parts, or in several. */
export function piecesOf(keys: readonly string[], parts: readonly Part[]): readonly Piece[] | null {
  const pieces: Piece[] = [];
  for (const key of keys) {
    const [found, ...more] = parts.filter(({ fields }) => fields.some((field) => has(field, key)));
    if (!found || more.length > 0) return null;
    const { answer, slot, fields } = found;
    const number = fields.findIndex((field) => has(field, key));
    const field = fields[number];
    if (field?.key !== key) continue;
    const last = pieces.at(-1);
    const goesOn = !field.write && last && !last.written && last.answer === answer && last.last === number - 1;
    if (goesOn) pieces.splice(-1, 1, { ...last, last: number });
    else
      pieces.push({ answer, slot, first: number, last: number, written: field.write && { key, write: field.write } });
  }
  return pieces.length > 0 ? pieces : null;
}

const has = ({ key, others }: SplicedField, wanted: string): boolean => key === wanted || others.includes(wanted);
