import type { GraphQLInputType } from 'graphql';

/** A variable of an operation: what it is compared with decides which values are worth trying. */
export interface Slot {
  readonly name: string;
  readonly type: GraphQLInputType;
  /** Of the argument that it stands for; null: of `@include` or `@skip`. */
  readonly coordinate: string | null;
  /** For `after`: the response keys that lead to the list. */
  readonly list: readonly string[] | null;
  readonly hasDefault: boolean;
}

/** An operation whose variables are chosen afresh for each reader and each alliance, so that it is planned once. */
export interface Template {
  readonly query: string;
  readonly slots: readonly Slot[];
}
