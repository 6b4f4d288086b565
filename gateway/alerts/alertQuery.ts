// From a subscription to the query that answers each of its events.
import {
  Kind,
  OperationTypeNode,
  parseType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { AlertRule } from '../contract/AlertRule.ts';
import { field, name, selectionSet } from '../operation/selections.ts';

/** Readers use no such names: two underscores are reserved. */
export const ours = '__alert';
export const recordVariable = `${ours}_id`;
export const named = `${ours}_named`;
export const referenceKey = (index: number): string => `${named}_${index}`;
export const filterKey = (index: number): string => `${ours}_${index}`;

/**
 * The record's part of the alert as a query by id, under the same response keys, with what its filters compare. Where the
 * reader may not ask for the record at all, it is asked for by itself: whether there is an alert depends on it, as it does
 * on the records that the arguments name.
 */
export function alertQuery(rule: AlertRule, document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const known = queries.get(operation);
  if (known?.rule === rule) return known.query;
  const query = queryOf(rule, document, operation);
  queries.set(operation, { rule, query });
  return query;
}

/** One document for all who subscribe with one text: what is prepared for it is found by it. */
const queries = new WeakMap<OperationDefinitionNode, { readonly rule: AlertRule; readonly query: DocumentNode }>();

function queryOf(rule: AlertRule, document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const asked = operation.selectionSet.selections.flatMap((selection) => rootFields(selection, fragments));
  const records = asked.flatMap(({ selectionSet: set }) => (set ? recordsIn(set, rule, fragments) : []));
  const own = records.some(isPlain) ? [] : [byId(rule, field(rule.carries, ours, []))];
  const references = rule.references.map(({ argument, by, id }, index) => ({
    ...field(by, referenceKey(index), [field('__typename')]),
    arguments: (asked[0]?.arguments ?? [])
      .filter((given) => given.name.value === argument)
      .map((given) => ({ ...given, name: name(id) })),
  }));
  const variable = { kind: Kind.VARIABLE, name: name(recordVariable) } as const;
  const type = parseType('ID!');
  const query: OperationDefinitionNode = {
    ...operation,
    operation: OperationTypeNode.QUERY,
    directives: [],
    variableDefinitions: [...(operation.variableDefinitions ?? []), { kind: Kind.VARIABLE_DEFINITION, variable, type }],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...own, ...records, ...references] },
  };
  return { kind: Kind.DOCUMENT, definitions: [query, ...fragments.values()] };
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The fields of the root, fragments written out: a valid subscription has one. */
export function rootFields(selection: SelectionNode, fragments: Fragments): readonly FieldNode[] {
  if (selection.kind === Kind.FIELD) return [selection];
  const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
  return inner?.selectionSet.selections.flatMap((one) => rootFields(one, fragments)) ?? [];
}

function recordsIn({ selections }: SelectionSetNode, rule: AlertRule, fragments: Fragments): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return selection.name.value === rule.carries ? [byId(rule, selection)] : [];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const records = inner ? recordsIn(inner.selectionSet, rule, fragments) : [];
    if (records.length === 0 || (selection.directives?.length ?? 0) === 0) return records;
    const { directives = [] } = selection;
    return [
      { kind: Kind.INLINE_FRAGMENT, directives, selectionSet: { kind: Kind.SELECTION_SET, selections: records } },
    ];
  });
}

const byId = (rule: AlertRule, node: FieldNode): FieldNode => ({
  ...node,
  alias: name(node.alias?.value ?? node.name.value),
  name: name(rule.by),
  arguments: [
    {
      kind: Kind.ARGUMENT,
      name: name(rule.argument),
      value: { kind: Kind.VARIABLE, name: name(recordVariable) },
    },
  ],
  selectionSet: selectionSet([
    ...(node.selectionSet?.selections ?? []),
    ...rule.filters.map(({ path }, index) => compared(path, filterKey(index))),
  ]),
});

/** `teams.id` as `__alert_0: teams { id }`. */
function compared([first = '', ...rest]: readonly string[], key?: string): FieldNode {
  return field(first, key, rest.length > 0 ? [compared(rest)] : undefined);
}

const isPlain = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD && (selection.directives?.length ?? 0) === 0;
