import { getNamedType, getNullableType, isInterfaceType, isListType, isObjectType } from 'graphql';
import type { GraphQLObjectType, GraphQLOutputType, GraphQLType } from 'graphql';

/** A connection, be it a faulty one: it has edges, or its name says that it should. */
export function connectionIn(type: GraphQLOutputType): GraphQLObjectType | null {
  const named = getNamedType(type);
  if (!isObjectType(named)) return null;
  return 'edges' in named.getFields() || named.name.endsWith('Connection') ? named : null;
}

export const isLabelled = (type: GraphQLType): boolean => {
  const named = getNamedType(type);
  if (isInterfaceType(named)) return named.name === 'Labelled';
  return isObjectType(named) && named.getInterfaces().some(({ name }) => name === 'Labelled');
};

export const isList = (type: GraphQLType): boolean => isListType(getNullableType(type));

const rootNames = ['Query', 'Mutation', 'Subscription'];
export const isRoot = (type: { readonly name: string }): boolean => rootNames.includes(type.name);
