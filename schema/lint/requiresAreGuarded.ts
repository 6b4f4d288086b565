import { getNamedType, isObjectType, Kind } from 'graphql';
import type { FieldNode, GraphQLNamedType, GraphQLSchema, SelectionSetNode } from 'graphql';
import type { Finding, Rule } from './Contract.ts';
import { atLeast, floorOf, floorText, joinFloors } from './Floor.ts';
import type { Floor } from './Floor.ts';
import { requirements } from './requirements.ts';

/**
 * A field is at least as classified as what it @requires, which the planner fetches for whoever asks the field. What
 * is required may require more: it is held to the same rule itself.
 */
export const requiresAreGuarded: Rule = ({ subgraphs, schema }) =>
  requirements(subgraphs).flatMap(({ at, type, field, selection }): readonly Finding[] => {
    const owner = schema.getType(type);
    const definition = isObjectType(owner) ? owner.getFields()[field] : undefined;
    if (owner === undefined || definition === undefined) return [];
    const own = floorOf(owner, definition, getNamedType(definition.type));
    const wanted = floorsIn(schema, owner, selection).reduce(joinFloors, floorOf(owner));
    if (atLeast(own, wanted)) return [];
    return [{ at, message: `requires fields whose floor is ${floorText(wanted)}; give it the same @classified` }];
  });

const floorsIn = (schema: GraphQLSchema, type: GraphQLNamedType, selection: SelectionSetNode): readonly Floor[] =>
  selection.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return floorsOfField(schema, type, node);
    if (node.kind !== Kind.INLINE_FRAGMENT) return [];
    const narrowed = node.typeCondition ? schema.getType(node.typeCondition.name.value) : type;
    return floorsIn(schema, narrowed ?? type, node.selectionSet);
  });

function floorsOfField(schema: GraphQLSchema, type: GraphQLNamedType, node: FieldNode): readonly Floor[] {
  const field = isObjectType(type) ? type.getFields()[node.name.value] : undefined;
  if (field === undefined) return [];
  const named = getNamedType(field.type);
  return [floorOf(field, named), ...(node.selectionSet ? floorsIn(schema, named, node.selectionSet) : [])];
}
