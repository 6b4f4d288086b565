import type { ColumnType, Generated } from 'kysely';

/** Written as JSON text. */
type Json<T> = ColumnType<T, string, string>;
/** Epoch milliseconds; drivers differ in how they read a bigint. */
type Time = ColumnType<string | number, number, number>;

/** The tables of one nation's store; each nation has a PostgreSQL schema of its own. */
export interface Tables {
  labels: LabelsTable;
  records: RecordsTable;
  record_references: RecordReferencesTable;
  origins: OriginsTable;
  client_references: ClientReferencesTable;
  outbox: OutboxTable;
  moments: MomentsTable;
}

/** Canonical label texts, each once: records are selected by the ids of the labels that a reader may read. */
export interface LabelsTable {
  id: Generated<number>;
  text: string;
}

export interface RecordsTable {
  id: string;
  type: string;
  label_id: number;
  /** Label ids of the portions that have a label of their own, by field. */
  portion_labels: Json<Record<string, number>>;
  /** The label of what the record was made from; null = of nothing that is labelled. */
  least_label_id: number | null;
  /** Values by field; a field that is not recorded is left out. */
  body: Json<Record<string, unknown>>;
  /** The searched fields, folded, by field. */
  search: Json<Record<string, string>>;
  /** Sort keys by order. */
  sort_keys: Json<Record<string, string>>;
  /** Last change of the record apart from its portions. */
  changed_at: Time;
  /** Last change of each portion, by field. */
  portion_times: Json<Record<string, number>>;
}

/** Which record names which, and in which field: the way back from a record of any nation to those of this one. */
export interface RecordReferencesTable {
  record_id: string;
  field: string;
  target_id: string;
}

/** Which record an imported original became. */
export interface OriginsTable {
  format: string;
  key: string;
  record_id: string;
}

/** A writer's own reference, so that a write sent twice is carried out once. `author` is a pairwise pseudonym. */
export interface ClientReferencesTable {
  author: string;
  reference: string;
  record_id: string;
}

/**
 * What changed, for the feed to read. Position: (`at`, `turn`, `record_id`), each once and rising in the order of commits.
 * The sequence never leaves the process: whoever knew it could count what is hidden.
 */
export interface OutboxTable {
  sequence: ColumnType<string | number, never, never>;
  at: Time;
  /** Tells the writes of one moment apart. */
  turn: number;
  type: string;
  record_id: string;
  change: 'inserted' | 'updated' | 'removed';
  /** Names of the fields that changed; `label` and the like for markings; none of a record that is gone. */
  fields: Json<string[]>;
  /** The record's labels before and after; null: there was, or is, none. */
  before: ColumnType<OutboxSide | null, string | null, string | null>;
  after: ColumnType<OutboxSide | null, string | null, string | null>;
  /** By field of `@visibleWith`: the record that it shows with. */
  names: Json<Record<string, string>>;
}

/** Ids of labels: the record's, and its portions' that have one of their own. */
export interface OutboxSide {
  readonly label: number;
  readonly portions: Readonly<Record<string, number>>;
  /** Those of the changed fields that are recorded. */
  readonly recorded: readonly string[];
}

/** One row: the moment of the last write. Whatever was due by then has been announced. */
export interface MomentsTable {
  at: Time;
  turn: number;
}
