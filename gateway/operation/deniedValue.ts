import {
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import type { FloorDecision } from '../contract/floor.ts';
import type { ReaderClass } from './readerClass.ts';

/** The variables whose values use an input field that stands on a floor this class does not reach, with that decision. */
export function deniedVariables(
  schema: GraphQLSchema,
  readers: ReaderClass,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, FloorDecision> {
  const denied = new Map<string, FloorDecision>();
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type as Parameters<typeof typeFromAST>[1]) as
      | GraphQLInputType
      | undefined;
    const decision = decideValue(readers, type, variables[name]);
    if (decision !== 'permit') denied.set(name, decision);
  }
  return denied;
}

/** What the floors say to a literal in the operation; a variable in it stands for the decision on its value. */
export function decideLiteral(
  readers: ReaderClass,
  type: GraphQLInputType | undefined,
  node: ValueNode,
  variables: ReadonlyMap<string, FloorDecision>,
): FloorDecision {
  if (node.kind === Kind.VARIABLE) return variables.get(node.name.value) ?? 'permit';
  if (isNonNullType(type)) return decideLiteral(readers, type.ofType, node, variables);
  if (node.kind === Kind.LIST) {
    const item = isListType(type) ? (type.ofType as GraphQLInputType) : type;
    return first(node.values.map((value) => decideLiteral(readers, item, value, variables)));
  }
  if (isListType(type)) return decideLiteral(readers, type.ofType as GraphQLInputType, node, variables);
  if (node.kind !== Kind.OBJECT || !isInputObjectType(type)) return 'permit';
  return first(
    node.fields.flatMap((field) => [
      readers.decide(`${type.name}.${field.name.value}`),
      decideLiteral(readers, type.getFields()[field.name.value]?.type, field.value, variables),
    ]),
  );
}

function decideValue(readers: ReaderClass, type: GraphQLInputType | undefined, value: unknown): FloorDecision {
  if (value === null || value === undefined || type === undefined) return 'permit';
  if (isNonNullType(type)) return decideValue(readers, type.ofType, value);
  if (isListType(type)) {
    return first((Array.isArray(value) ? value : [value]).map((item) => decideValue(readers, type.ofType, item)));
  }
  if (!isInputObjectType(type) || typeof value !== 'object') return 'permit';
  return first(
    Object.entries(value).flatMap(([name, inner]) => [
      readers.decide(`${type.name}.${name}`),
      decideValue(readers, type.getFields()[name]?.type, inner),
    ]),
  );
}

/** The strictest of several decisions. */
function first(decisions: readonly FloorDecision[]): FloorDecision {
  if (decisions.includes('deny')) return 'deny';
  return decisions.find((decision) => decision !== 'permit') ?? 'permit';
}
