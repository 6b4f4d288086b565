// Static authorization. From the reader's document: the document that their class may run, and the fields it denies.
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ContractModel } from '../contract/ContractModel.ts';
import type { FloorDecision } from '../contract/floor.ts';
import { decideLiteral } from './deniedValue.ts';
import type { ReaderClass } from './readerClass.ts';
import { field, inlineFragment, keys, name, responseKey, selectionSet, treeKey, typename } from './selections.ts';

export interface Rewritten {
  /** What to plan: one operation, fragments inlined, introspection left out. Null = nothing to fetch. */
  readonly document: DocumentNode | null;
  /** Field nodes of the reader's own document that their class may not have. */
  readonly denied: ReadonlyMap<FieldNode, FloorDecision>;
  /** The introspection part of the operation, with the fragments it may use. */
  readonly introspection: DocumentNode | null;
}

/**
 * `deniedVariables` are those whose values the class may not use. The fields that the gateway answers by itself (`label`,
 * `coverage`, `pageInfo`, `cursor`) are replaced by what it answers them from.
 */
export function rewrite(
  model: ContractModel,
  readers: ReaderClass,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  deniedVariables: ReadonlyMap<string, FloorDecision>,
): Rewritten {
  const { schema } = model;
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const denied = new Map<FieldNode, FloorDecision>();
  const introspective: SelectionNode[] = [];

  const decide = (type: GraphQLNamedType, node: FieldNode): FloorDecision => {
    const coordinate = `${type.name}.${node.name.value}`;
    const decision = readers.decide(coordinate);
    if (decision !== 'permit') return decision;
    const definition = fieldOf(type, node.name.value);
    for (const argument of node.arguments ?? []) {
      const gate = readers.decide(`${coordinate}.${argument.name.value}`);
      if (gate !== 'permit') return gate;
      const argumentType = definition?.args.find(({ name }) => name === argument.name.value)?.type;
      const use = decideLiteral(readers, argumentType, argument.value, deniedVariables);
      if (use !== 'permit') return use;
    }
    return 'permit';
  };

  /** Does a central subgraph answer the field? Those of an object that is no record are answered where the object is. */
  const isCentral = (type: GraphQLCompositeType, fieldName: string, inCentral: boolean): boolean =>
    !model.isNational(type.name, fieldName) && (inCentral || model.ownerKey(type.name) !== null);

  const walkField = (type: GraphQLCompositeType, node: FieldNode, inCentral: boolean): SelectionNode[] => {
    const fieldName = node.name.value;
    if (fieldName === '__typename') return [typename];
    if (fieldName.startsWith('__')) {
      introspective.push(node);
      return [];
    }
    const decision = decide(type, node);
    if (decision !== 'permit') {
      denied.set(node, decision);
      return [];
    }
    if (model.fromMarking.has(`${type.name}.${fieldName}`)) return inPlaceOfMarking(type);
    const target = getNamedType(fieldOf(type, fieldName)?.type);
    if (target?.name === 'Coverage') return [];
    const asked = inTree(node);
    if (!isCompositeType(target) || !node.selectionSet) return [asked];
    if (isObjectType(target) && model.isConnection(target.name) && model.isNational(type.name, fieldName)) {
      return [{ ...asked, selectionSet: connection(target, node.selectionSet) }];
    }
    const central = isCentral(type, fieldName, inCentral);
    const ours = own(target);
    // Of a plain object in a central answer there is nothing to find out: it can be of one type only.
    const lead = central && isObjectType(target) && ours.length === 1 ? [] : ours;
    return [{ ...asked, selectionSet: selectionSet([...lead, ...walk(target, node.selectionSet, central)]) }];
  };

  const inTree = (node: FieldNode): FieldNode => {
    const key = treeKey(model.plannedFields, responseKey(node), node.name.value);
    return key === responseKey(node) ? node : { ...node, alias: name(key) };
  };

  const walk = (type: GraphQLCompositeType, set: SelectionSetNode, inCentral: boolean): SelectionNode[] =>
    set.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return walkField(type, selection, inCentral);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const on = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
      if (!fragment || !isCompositeType(on)) return [];
      return [inlineFragment(on.name, walk(on, fragment.selectionSet, inCentral), selection.directives)];
    });

  /** What the gateway needs of every object: its concrete type, its owner, its marking, the references it shows with. */
  const own = (type: GraphQLCompositeType): SelectionNode[] => {
    if (isAbstractType(type)) {
      const implementations = schema.getPossibleTypes(type).filter((one) => own(one).length > 1);
      return [typename, ...implementations.map((one) => inlineFragment(one.name, own(one)))];
    }
    const key = model.ownerKey(type.name);
    return [
      typename,
      ...(key === null ? [] : [field(key, keys.key)]),
      ...(model.isLabelled(type.name) ? [field('marking', keys.marking)] : []),
      ...(type.name === 'Count'
        ? [field('key', keys.countKey), field('count', keys.count), field('marking', keys.marking)]
        : []),
      ...(model.visibleWith.get(type.name) ?? []).map((end) => {
        const target = getNamedType(fieldOf(type, end)?.type);
        return field(end, keys.end(end), [typename, field((target && model.ownerKey(target.name)) ?? 'id')]);
      }),
    ];
  };

  /** A summary's own label is worked out from everything that was counted. */
  const inPlaceOfMarking = (type: GraphQLCompositeType): SelectionNode[] => {
    const counted = fieldOf(type, 'counted');
    const target = getNamedType(counted?.type);
    return isObjectType(target) ? [field('counted', keys.counted, own(target))] : [];
  };

  /** Edges and nodes only: `pageInfo`, `coverage` and `cursor` are the gateway's to answer. */
  const connection = (type: GraphQLObjectType, set: SelectionSetNode): SelectionSetNode => {
    const edgeType = getNamedType(fieldOf(type, 'edges')?.type);
    if (!isObjectType(edgeType)) return selectionSet([]);
    const asked = each(set, (node) => {
      if (node.name.value !== 'edges') return [];
      return [{ ...inTree(node), selectionSet: edge(edgeType, node.selectionSet) }];
    });
    const lead = asked.some((one) => isPlain(one, 'edges'))
      ? []
      : [field('edges', keys.edges, edge(edgeType).selections)];
    return selectionSet([typename, ...lead, ...asked]);
  };

  const edge = (type: GraphQLObjectType, set = selectionSet([])): SelectionSetNode => {
    const nodeType = getNamedType(fieldOf(type, 'node')?.type);
    const asked = each(set, (node) => (node.name.value === 'cursor' ? [] : walkField(type, node, false)));
    const bare =
      isObjectType(nodeType) && !asked.some((one) => isPlain(one, 'node'))
        ? [field('node', keys.node, own(nodeType))]
        : [];
    return selectionSet([typename, field('cursor', keys.position), ...bare, ...asked]);
  };

  /** Every field of a set on an object type, with fragments inlined. */
  const each = (set: SelectionSetNode, take: (node: FieldNode) => SelectionNode[]): SelectionNode[] =>
    set.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return take(selection);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const inner = fragment ? each(fragment.selectionSet, take) : [];
      if (inner.length === 0 || selection.directives === undefined || selection.directives.length === 0) return inner;
      return [{ kind: Kind.INLINE_FRAGMENT, directives: selection.directives, selectionSet: selectionSet(inner) }];
    });

  const root = schema.getRootType(operation.operation);
  const selections = root ? walk(root, operation.selectionSet, true) : [];
  return {
    document: selections.length > 0 ? single({ ...operation, selectionSet: selectionSet(selections) }) : null,
    denied,
    introspection:
      introspective.length > 0
        ? single({ ...operation, selectionSet: selectionSet(introspective) }, [...fragments.values()])
        : null,
  };
}

const fieldOf = (type: GraphQLNamedType, fieldName: string) =>
  isCompositeType(type) && !isUnionType(type) ? type.getFields()[fieldName] : undefined;

/** A field that is asked whatever the variables say, under its own or another response key. */
const isPlain = (selection: SelectionNode, fieldName: string): boolean =>
  selection.kind === Kind.FIELD && selection.name.value === fieldName && (selection.directives?.length ?? 0) === 0;

const single = (
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[] = [],
): DocumentNode => ({
  kind: Kind.DOCUMENT,
  definitions: [operation, ...fragments],
});
