import { getNamedType, isObjectType, type GraphQLObjectType, type GraphQLOutputType } from 'graphql';

/** What a connection holds; null: it is no connection. */
export function nodeOf(type: GraphQLOutputType): GraphQLObjectType | null {
  const connection = getNamedType(type);
  const edges = isObjectType(connection) ? connection.getFields()['edges'] : undefined;
  const edge = edges && getNamedType(edges.type);
  const node = isObjectType(edge) ? edge.getFields()['node'] : undefined;
  const held = node && getNamedType(node.type);
  return isObjectType(held) ? held : null;
}
