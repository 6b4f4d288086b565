import {
  getNamedType,
  GraphQLID,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  visit,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { field, keys, responseKey, selectionSet, typename } from '../operation/selections.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import { conditionsOf } from './conditions.ts';
import { Shape, type ShapeField } from './Shape.ts';
import type { AskedField, Condition, Selection, Step } from './Step.ts';
import type { Path } from './tree.ts';

/** One fetch of the plan that is being cut up. */
export interface Cutting {
  readonly model: ContractModel;
  /** The definitions of the variables that the fetch may use. */
  readonly variables: readonly VariableDefinitionNode[];
  /** Takes each step that is cut out. */
  readonly add: (step: Step) => void;
}

/** Where in the plan a selection stands. */
export interface Place {
  readonly path: Path;
  readonly conditions: readonly Condition[];
}

/**
 * Splits what the planner believes one subgraph can answer into what one nation can: gathered fields, paged lists and
 * whatever lies behind a reference become steps of their own, handed to `add`; the rest is returned as what to send.
 */
export function cut(cutting: Cutting, type: GraphQLCompositeType, set: SelectionSetNode, place: Place): Selection {
  const { model, variables, add } = cutting;
  const inner = (
    on: GraphQLCompositeType,
    selections: SelectionSetNode,
    at: Place,
    shape: Shape,
    conditional: boolean,
  ): SelectionNode[] => {
    const fields: ShapeField[] = [];
    shape.parts.push({ on, fields });
    return selections.selections.flatMap((selection): SelectionNode[] => {
      const met = conditionsOf(selection);
      if (met === null) return [];
      const here: Place = { path: at.path, conditions: [...at.conditions, ...met] };
      const optional = conditional || met.length > 0;
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition ? model.schema.getType(selection.typeCondition.name.value) : on;
        if (!isCompositeType(condition)) return [];
        const kept = inner(condition, selection.selectionSet, here, shape, optional);
        return kept.length > 0 ? [{ ...selection, selectionSet: selectionSet(kept) }] : [];
      }
      const definition = 'getFields' in on ? on.getFields()[selection.name.value] : undefined;
      if (!definition) return [selection];
      const key = responseKey(selection);
      const base = { key, name: definition.name, type: definition.type, conditional: optional };
      const target = getNamedType(definition.type);
      if (!isCompositeType(target) || !selection.selectionSet) {
        fields.push({ ...base, shape: null, reference: false });
        return [selection];
      }
      const coordinate = `${on.name}.${definition.name}`;
      if (model.gathered.has(coordinate) || model.isConnection(target.name)) {
        add(gatherStep(cutting, on, definition, selection, here));
        return [];
      }
      const below: Place = { path: [...at.path, key, ...itemsOf(definition.type)], conditions: here.conditions };
      const by = model.routedFields.get(coordinate)?.by;
      if (typeof by === 'string') {
        const stub = new Shape(target);
        const told = [field(by, keys.key), field(by), ...askedOf(selection.selectionSet, by)];
        stub.parts.push({ on: target, fields: told.map((one) => keyField(target, by, one)) });
        fields.push({ ...base, shape: stub, reference: true });
        addHop(cutting, target, selection.selectionSet, below, by);
        return [{ ...selection, selectionSet: selectionSet([typename, ...told]) }];
      }
      const nested = new Shape(target);
      fields.push({ ...base, shape: nested, reference: false });
      return [
        {
          ...selection,
          selectionSet: selectionSet([typename, ...inner(target, selection.selectionSet, below, nested, false)]),
        },
      ];
    });
  };
  const shape = new Shape(type);
  return selected(selectionSet([typename, ...inner(type, set, place, shape, false)]), shape, variables);
}

/** A field that is asked of nations by a request of its own. */
export function askedField(
  cutting: Cutting,
  on: GraphQLCompositeType,
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  place: Place,
): AskedField {
  const key = responseKey(node);
  const target = getNamedType(definition.type);
  const below: Place = { path: [...place.path, key, ...itemsOf(definition.type)], conditions: place.conditions };
  const selection = isCompositeType(target)
    ? cut(cutting, target, node.selectionSet ?? selectionSet([]), below)
    : { set: selectionSet([]), shape: new Shape(on), variables: [] };
  return { key, typeName: on.name, node, definition, selection };
}

export function gatherStep(
  cutting: Cutting,
  on: GraphQLCompositeType,
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  place: Place,
): Step {
  return {
    kind: 'gather',
    ...place,
    scope: cutting.model.gathered.has(`${on.name}.${definition.name}`) ? 'all' : 'owner',
    connection: cutting.model.isConnection(getNamedType(definition.type).name),
    field: askedField(cutting, on, definition, node, place),
  };
}

/** What lies behind a reference is asked of the target's owner; a central target is the plan's own affair. */
function addHop(cutting: Cutting, target: GraphQLCompositeType, set: SelectionSetNode, place: Place, by: string): void {
  if (!isObjectType(target) || !cutting.model.routedTypes.has(target.name)) return;
  const selection = cut(cutting, target, set, place);
  if (asksBeyond(selection.set, by)) cutting.add({ kind: 'owner', ...place, typeName: target.name, selection });
}

/** Does the selection ask anything that the reference itself does not tell? */
export const asksBeyond = (set: SelectionSetNode, by: string): boolean =>
  set.selections.some((one) =>
    one.kind === Kind.FIELD
      ? one.name.value !== '__typename' && one.name.value !== by
      : one.kind === Kind.INLINE_FRAGMENT && asksBeyond(one.selectionSet, by),
  );

/** The places in a selection that ask for one field, under whatever response key. */
const askedOf = (set: SelectionSetNode, fieldName: string): FieldNode[] =>
  set.selections.flatMap((one): FieldNode[] => {
    if (one.kind === Kind.INLINE_FRAGMENT) return askedOf(one.selectionSet, fieldName);
    return one.kind === Kind.FIELD && one.name.value === fieldName ? [field(fieldName, responseKey(one))] : [];
  });

const keyField = (target: GraphQLCompositeType, by: string, node: FieldNode): ShapeField => ({
  key: responseKey(node),
  name: by,
  type: 'getFields' in target ? (target.getFields()[by]?.type ?? GraphQLID) : GraphQLID,
  conditional: false,
  shape: null,
  reference: false,
});

/** An `@` for each list around a type. */
export function itemsOf(type: GraphQLOutputType): string[] {
  if (isNonNullType(type)) return itemsOf(type.ofType);
  return isListType(type) ? ['@', ...itemsOf(type.ofType as GraphQLOutputType)] : [];
}

function selected(set: SelectionSetNode, shape: Shape, variables: readonly VariableDefinitionNode[]): Selection {
  const used = new Set<string>();
  visit(set, { Variable: (node) => void used.add(node.name.value) });
  return { set, shape, variables: variables.filter((definition) => used.has(definition.variable.name.value)) };
}
