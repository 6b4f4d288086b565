import type { WriteExtensions } from '../../schema/namedRecords.ts';

/** Why a subgraph gave no usable answer. For the log: a reader is told whose it is and nothing else. */
export type Unavailable =
  | 'noEndpoint'
  | 'breakerOpen'
  | 'overloaded'
  | 'aborted'
  | 'timeout'
  | 'unreachable'
  | 'refused'
  | 'failed'
  | 'status'
  | 'contentType'
  | 'tooLarge'
  | 'notJson'
  | 'tooDeep'
  | 'wrongShape'
  | 'errors';

export interface Unusable {
  readonly unavailable: Unavailable;
}

export interface SubgraphRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The variable `representations`, if it is there as JSON already: bytes, one a character. */
  readonly representations?: string;
  /** With a write. */
  readonly extensions?: WriteExtensions;
}

/** What the bytes of an answer came to. `detail`: in the subgraph's own words, for the log alone. */
export interface Read<Answer extends object> {
  readonly answer: Answer | Unusable;
  readonly detail?: string;
}
