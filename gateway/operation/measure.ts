import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { listsOf } from './weighMatches.ts';

/** What a client sends. Nothing in it is checked yet but that the document is one. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The highest `first` of any list in the contract. */
const maxFirst = 100;

/** What every field of introspection counts. How often its lists may nest is for validation (MaxIntrospectionDepthRule). */
const introspectionRows = 50;

/** What a list without `first` is taken to hold, by the type of its objects. Those of the registry are always full. */
const unpagedRows: Readonly<Record<string, number>> = { Nation: 100, Agreement: 20, Coalition: 10 };
const otherUnpagedRows = 5;

/** Of an operation with its fragments written out. */
export interface OperationSize {
  readonly depth: number;
  readonly rootFields: number;
  readonly expandedFields: number;
  readonly complexity: number;
  /** The first field whose `first` is not from 0 to 100. */
  readonly badFirst: string | null;
  /** Do the values of variables enter? */
  readonly varies: boolean;
}

interface Size {
  readonly depth: number;
  readonly width: number;
  readonly fields: number;
  readonly cost: number;
}

type Parent = GraphQLNamedType | null | undefined;

/** Linear in the document: every fragment is measured once, however often it is spread. */
export function measure(
  { document, variables }: OperationRequest,
  operation: OperationDefinitionNode | null,
  schema: GraphQLSchema,
): OperationSize {
  if (!operation) return { depth: 0, rootFields: 0, expandedFields: 0, complexity: 0, badFirst: null, varies: false };
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measured = new Map<string, Size>();
  let badFirst: string | null = null;
  let varies = false;

  const ofSelections = (set: SelectionSetNode, parent: Parent): Size =>
    set.selections.map((selection) => ofSelection(selection, parent)).reduce(sum, nothing);

  const ofSelection = (selection: SelectionNode, parent: Parent): Size => {
    switch (selection.kind) {
      case Kind.FIELD:
        return ofField(selection, parent);
      case Kind.FRAGMENT_SPREAD:
        return ofFragment(selection.name.value);
      case Kind.INLINE_FRAGMENT:
        return ofSelections(
          selection.selectionSet,
          selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : parent,
        );
    }
  };

  const ofFragment = (name: string): Size => {
    const fragment = fragments.get(name);
    const known = measured.get(name);
    if (known || !fragment) return known ?? nothing;
    measured.set(name, nothing);
    const size = ofSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value));
    measured.set(name, size);
    return size;
  };

  const ofField = (field: FieldNode, parent: Parent): Size => {
    const name = field.name.value;
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    const rows = rowsOf(field, definition);
    if (!field.selectionSet) return { depth: 1, width: 1, fields: 1, cost: 1 };
    const inner = ofSelections(field.selectionSet, definition && getNamedType(definition.type));
    const own = { width: 1, fields: 1 + inner.fields };
    if (name.startsWith('__')) return { ...own, depth: 1, cost: 1 + introspectionRows * inner.fields };
    return { ...own, depth: 1 + inner.depth, cost: 1 + rows * (inner.cost + listsOf(definition)) };
  };

  const rowsOf = (field: FieldNode, definition: GraphQLField<unknown, unknown> | undefined): number => {
    const parameter = definition?.args.find(({ name }) => name === 'first');
    const argument = field.arguments?.find(({ name }) => name.value === 'first');
    if (!parameter && !argument) return unpagedRowsOf(field, definition);
    varies ||= argument?.value.kind === Kind.VARIABLE;
    const first = (argument && givenNumber(argument.value, operation, variables)) ?? parameter?.defaultValue;
    if (typeof first !== 'number') return maxFirst;
    if (first < 0 || first > maxFirst) badFirst ??= field.name.value;
    return Math.min(Math.max(1, first), maxFirst);
  };

  const { depth, width, fields, cost } = ofSelections(operation.selectionSet, schema.getRootType(operation.operation));
  return { depth, rootFields: width, expandedFields: fields, complexity: cost, badFirst, varies };
}

/** The rows of a page are counted where its `first` stands. */
function unpagedRowsOf({ name }: FieldNode, definition: GraphQLField<unknown, unknown> | undefined): number {
  if (!definition || name.value === 'edges' || !isListType(getNullableType(definition.type))) return 1;
  return unpagedRows[getNamedType(definition.type).name] ?? otherUnpagedRows;
}

const nothing: Size = { depth: 0, width: 0, fields: 0, cost: 0 };

const sum = (a: Size, b: Size): Size => ({
  depth: Math.max(a.depth, b.depth),
  width: a.width + b.width,
  fields: a.fields + b.fields,
  cost: a.cost + b.cost,
});

/** Undefined where none is given; what is no number is left to validation and coercion. */
function givenNumber(
  value: ValueNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind !== Kind.VARIABLE) return null;
  const name = value.name.value;
  if (Object.hasOwn(variables, name)) return variables[name];
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return definition?.defaultValue?.kind === Kind.INT ? Number(definition.defaultValue.value) : undefined;
}
