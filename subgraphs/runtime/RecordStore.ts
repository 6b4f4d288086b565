import type { LabelledRecord } from './LabelledRecord.ts';
import type { Store } from './Store.ts';

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

/** What one write finds and changes: nothing comes between, and it happens whole or not at all. */
export interface RecordTransaction {
  /** Epoch milliseconds at which the write takes place. */
  readonly now: number;
  /** The reading side, as it stands within the write. */
  readonly store: Store;
  /** Records as they are stored, whoever may read them, by id; fields that are not recorded are null. */
  whole(ids: readonly string[]): Promise<ReadonlyMap<string, LabelledRecord<string, string>>>;
  put(writes: readonly Write[]): Promise<readonly WriteResult[]>;
  remove(ids: readonly string[]): Promise<readonly string[]>;
  /** The record that this author's own reference stands for. */
  recordOf(author: string, reference: string): Promise<string | null>;
  /** From now on the reference stands for this record. */
  refer(author: string, reference: string, id: string): Promise<void>;
}

/** The writing side of a nation's store. */
export interface RecordStore {
  /** Runs `work` as one write. When it throws, nothing has happened. */
  transact<T>(work: (transaction: RecordTransaction) => Promise<T>): Promise<T>;
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
