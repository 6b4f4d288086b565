import type { RecordKind } from '../../schema/id.ts';
import type { LabelledRecord } from '../runtime/LabelledRecord.ts';
import type { AttackTechnique } from '../incidents/records.ts';

export interface ImportContext {
  /** For the record, should the store not know it yet. */
  readonly id: string;
  /** Canonical marking text, or `UNLABELLED`. */
  readonly label: string;
  /** Time of import, epoch milliseconds. */
  readonly now: number;
  /** The original, as received. */
  readonly text: string;
  /** Techniques that the operator's own mapping found; most often none. */
  readonly techniques: readonly AttackTechnique[];
}

/** `key` names the original within its format: imported again, it meets the record that it became before. */
export type Conversion =
  | { readonly record: LabelledRecord<string, string>; readonly key: string; readonly notes: readonly string[] }
  | { readonly rejected: string };

/** A way in: what the originals look like and what becomes of one. One text holds one original. */
export interface ImportFormat {
  /** Kind of the records that it makes, as in their ids. */
  readonly kind: RecordKind;
  /** What names an original, or null. */
  key(original: unknown): string | null;
  convert(original: unknown, context: ImportContext): Conversion;
  /** Techniques by the operator's own mapping. */
  techniques(original: unknown, mapping: AttackMapping): readonly AttackTechnique[];
}

/** A term of the format to ATT&CK techniques, such as `action.hacking.variety.Brute force` of VERIS. */
export type AttackMapping = ReadonlyMap<string, readonly AttackTechnique[]>;
