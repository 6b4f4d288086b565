import type { LabelledRecord } from './LabelledRecord.ts';

/** Where an imported record came from: `key` is unique for `format` within the nation. */
export interface Origin {
  readonly format: string;
  readonly key: string;
}

export interface Write {
  readonly record: LabelledRecord<string, string>;
  /** When this origin is known already, the record of that origin is written, whatever id `record` bears. */
  readonly origin?: Origin;
  /** A stored record that has a label keeps it, with its portions: only an unlabelled one takes the label of `record`. */
  readonly keepLabel?: boolean;
}

export interface WriteResult {
  /** The id that the record has in the store. */
  readonly id: string;
  readonly outcome: 'inserted' | 'updated' | 'unchanged';
}

/** The writing side of a nation's store. */
export interface RecordStore {
  /**
   * Inserts or replaces by id, all of them or none, and answers in the order given. A record that differs from the
   * stored one in nothing, or in `updatedAt` alone, is unchanged. Throws RecordRefused for a record that may not lie
   * in this store: an id of another nation or kind, an unreadable marking, a portion label on a field that has none or
   * weaker than the label, an unknown field. A change of portions alone leaves `updatedAt` as it is stored: readers who
   * may not see the portion must not see it move.
   */
  put(writes: readonly Write[]): Promise<readonly WriteResult[]>;
  /**
   * Removes the records with these ids, all of them or none, and answers which were there. What other records say of
   * them stays, and leads nowhere.
   */
  remove(ids: readonly string[]): Promise<readonly string[]>;
}
