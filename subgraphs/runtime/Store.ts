import type { Position } from '../../schema/position.ts';
import type { RecordType } from './RecordType.ts';

/** What one reader may read of one type of record, in ids of labels. */
export interface View {
  readonly type: RecordType;
  /** A record is there when its label is one of these. So are portions with a label of their own. */
  readonly labels: readonly number[];
  /** By field with a static floor that is not open under every label: the labels under which it is open. */
  readonly floors: ReadonlyMap<string, readonly number[]>;
  /** By field of `visibleWith`: what the reader may read of the records it names. */
  readonly ends: ReadonlyMap<string, View>;
}

/** Field names from the record inwards; lists on the way are entered. */
export type Path = readonly string[];

/** What a filter asks of a record as the reader sees it: a hidden field is not recorded. */
export type Condition =
  | { readonly is: 'anyOf'; readonly at: Path; readonly values: readonly string[] }
  /** Times: from <= t < before. */
  | { readonly is: 'between'; readonly at: Path; readonly from: string | null; readonly before: string | null }
  /** Each of these words, folded, is in one of the searched fields. */
  | { readonly is: 'words'; readonly words: readonly string[] }
  /** The field names a record of this nation that is there and meets the conditions. */
  | Related<'refersTo'>
  /** Some record that is there and names this one in that field meets the conditions. */
  | Related<'referredToBy'>;

interface Related<Is extends string> {
  readonly is: Is;
  readonly field: string;
  readonly view: View;
  readonly conditions: readonly Condition[];
}

/** One stretch of a list: by key descending, then id. */
export interface ListQuery {
  readonly view: View;
  readonly conditions: readonly Condition[];
  readonly order: string;
  readonly first: number;
  readonly after: Position | null;
}

/** A record as the reader sees it. */
export interface Row {
  readonly id: string;
  /** Sort key in the order that was asked for. */
  readonly key: string;
  /** Marking text: the label, then the portion labels that the reader sees. */
  readonly marking: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Facet {
  readonly name: string;
  /** Left out: every record counts once, without a value. */
  readonly field?: string;
  /** Characters of the value that count, from its beginning. */
  readonly length?: number;
}

/** So many records under one label have this value; null = not recorded. A record with several values counts in each. */
export interface Tally {
  readonly facet: string;
  readonly key: string | null;
  readonly label: string;
  readonly count: number;
}

/** The reading side of a nation's store. Every method answers from the reader's view, and as if the rest did not exist. */
export interface Store {
  /** Every label text in use, by id. */
  labels(): Promise<ReadonlyMap<number, string>>;
  /** Whatever the reader: the label of the record, for the decision on a direct read. Null = no such record of this type. */
  labelOf(type: RecordType, id: string): Promise<number | null>;
  get(view: View, ids: readonly string[]): Promise<ReadonlyMap<string, Row>>;
  /** In order, at most `first`. */
  list(query: ListQuery): Promise<readonly Row[]>;
  /** For each target (the id of a record of any nation) the list of those that name it in one of these fields. */
  listReferring(
    query: ListQuery,
    fields: readonly string[],
    targets: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Row[]>>;
  /** Everything is counted at one moment. */
  count(view: View, conditions: readonly Condition[], facets: readonly Facet[]): Promise<readonly Tally[]>;
}
