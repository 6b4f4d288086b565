import { CodedError } from '../errors.ts';
import type { Cursor, ListSeal } from './cursor.ts';
import type { GatherArguments } from './gatherArguments.ts';
import type { Run } from './Run.ts';
import { coverageOf, type Scope } from './scope.ts';
import type { ShapeField } from './Shape.ts';
import type { AskedField } from './Step.ts';
import type { Row } from './Stream.ts';
import { Computed, Connection } from './tree.ts';

/** A page of a merged list: where it begins, and what its cursors are good for. */
export interface ListPage {
  readonly seal: () => ListSeal;
  readonly start: Cursor | null;
  /** Rows that must be known: one more than the reader wants. */
  readonly size: number;
}

/** An error: no such page can be asked for. */
export function openPage(
  run: Run,
  field: AskedField,
  { first, after, bound }: Pick<GatherArguments, 'first' | 'after' | 'bound'>,
  parent: string | null,
): ListPage | CodedError {
  if (first === null || first < 0 || first > 100) {
    return new CodedError('BAD_USER_INPUT', {}, '`first` must lie between 0 and 100');
  }
  let made: ListSeal | undefined;
  const seal = (): ListSeal =>
    (made ??= run.seal.within({
      field: `${field.typeName}.${field.definition.name}`,
      parent,
      arguments: bound,
      readerClass: run.readerClass,
    }));
  const start = after === null ? null : seal().open(after);
  if (after !== null && start === null) {
    return new CodedError(
      'BAD_USER_INPUT',
      {},
      '`after` is no cursor of this list: take it from `pageInfo` of the page before',
    );
  }
  return { seal, start, size: first + 1 };
}

/** How a list was gathered. */
export interface Gathered {
  readonly page: ListPage;
  readonly scope: Scope;
  /** Nations that gave no usable answer. */
  readonly failed: readonly string[];
}

/**
 * What the reader gets of these rows: the first ones, with cursors that know who has been missed on the way. `edgesOf`:
 * under which keys the reader asks for them, for a page without rows to tell it.
 */
export function connectionOf(
  { page, scope, failed }: Gathered,
  found: readonly Row[],
  typeName: string,
  edgesOf: () => readonly ShapeField[],
  first: number,
): Connection {
  const unavailable = [...new Set([...failed, ...(page.start?.missed ?? [])])].toSorted();
  const rows = found.slice(0, first);
  const cursorAt = (row: Row | undefined): string | null =>
    row ? page.seal().seal({ ...row, missed: unavailable }) : null;
  for (const row of rows) for (const edge of row.edges.values()) edge.cursor = () => cursorAt(row);
  const edgeKeys = rows[0] ? [...rows[0].edges.keys()] : edgesOf().map(({ key }) => key);
  return new Connection(
    typeName,
    new Map(edgeKeys.map((key) => [key, rows.flatMap((row) => row.edges.get(key) ?? [])])),
    new Computed({
      hasNextPage: found.length > first,
      hasPreviousPage: page.start !== null,
      startCursor: () => cursorAt(rows[0]),
      endCursor: () => cursorAt(rows.at(-1)),
    }),
    coverageOf(scope, unavailable),
  );
}
