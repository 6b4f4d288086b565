/** Why a nation gave no usable answer. For the log: a reader is told the nation and nothing else. */
export type Unavailable =
  | 'noEndpoint'
  | 'breakerOpen'
  | 'overloaded'
  | 'aborted'
  | 'timeout'
  | 'unreachable'
  | 'refused'
  | 'status'
  | 'contentType'
  | 'tooLarge'
  | 'notJson'
  | 'tooDeep'
  | 'wrongShape'
  | 'errors';

export interface NationRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * What one nation said. `data` is bounded in size and depth and has no prototype keys; nothing else about it is checked
 * yet. `stepUp` names the one root field (its response key) that a stronger sign-in would open.
 */
export type NationAnswer =
  | {
      readonly data: Readonly<Record<string, unknown>>;
      readonly stepUp?: { readonly path: string; readonly requiredAal: 2 | 3 };
    }
  | { readonly unavailable: Unavailable };
