import {
  Kind,
  type DirectiveNode,
  type FieldNode,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The response keys under which the gateway asks for what it needs beyond the reader's own selections. */
export const keys = {
  key: '__gw_key',
  marking: '__gw_marking',
  position: '__gw_position',
  edges: '__gw_edges',
  node: '__gw_node',
  countKey: '__gw_count_key',
  count: '__gw_count',
  counted: '__gw_counted',
  end: (fieldName: string) => `__gw_end_${fieldName}`,
} as const;

export const name = (value: string) => ({ kind: Kind.NAME, value }) as const;

export const typename: FieldNode = { kind: Kind.FIELD, name: name('__typename') };

export const responseKey = (node: FieldNode): string => node.alias?.value ?? node.name.value;

/**
 * The key in the tree of a field that the reader asks for under `key`. Apollo's planner asks for some fields by itself, and
 * takes another field under such a name (`id: name`) for that one: it goes by another alias.
 */
export const treeKey = (plannedFields: ReadonlySet<string>, key: string, fieldName: string): string =>
  key !== fieldName && plannedFields.has(key) ? otherKey(key) : key;

const other = '__as_';

/** Where a field under this alias is that a plan asks for by itself. */
export const otherKey = (key: string): string => `${other}${key}`;

/** The reader's own response key, of a key in the tree. */
export const readerKey = (key: string): string => (key.startsWith(other) ? key.slice(other.length) : key);

/** Asked for by the gateway itself. */
export const isOurKey = (key: string): boolean => key.startsWith('__gw');

/** Never empty; a plain leaf that is asked twice under one response key is asked once. */
export function selectionSet(selections: readonly SelectionNode[]): SelectionSetNode {
  const seen = new Set<string>();
  const distinct = selections.filter((selection) => {
    if (selection.kind !== Kind.FIELD || !isPlainLeaf(selection)) return true;
    const isNew = !seen.has(responseKey(selection));
    seen.add(responseKey(selection));
    return isNew;
  });
  return { kind: Kind.SELECTION_SET, selections: distinct.length > 0 ? distinct : [typename] };
}

const isPlainLeaf = ({ selectionSet: inner, arguments: args = [], directives = [] }: FieldNode): boolean =>
  !inner && args.length === 0 && directives.length === 0;

export const field = (fieldName: string, alias?: string, inner?: readonly SelectionNode[]): FieldNode => ({
  kind: Kind.FIELD,
  name: name(fieldName),
  ...(alias !== undefined && alias !== fieldName && { alias: name(alias) }),
  ...(inner && { selectionSet: selectionSet(inner) }),
});

export const inlineFragment = (
  on: string,
  selections: readonly SelectionNode[],
  directives: readonly DirectiveNode[] = [],
): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: name(on) },
  directives,
  selectionSet: selectionSet(selections),
});
