import type { GraphQLSchema } from 'graphql';
import type { ContractModel } from '../contract/ContractModel.ts';

/** Where a field says how many lists it is made from, each as long as a page of its own. */
const lists = 'lists';

/** Tells whoever measures operations by this schema what its lists of matches are made from. Returns the schema. */
export function weighMatches(schema: GraphQLSchema, { matches }: Pick<ContractModel, 'matches'>): GraphQLSchema {
  for (const [coordinate, { most }] of matches) {
    const field = schema.getQueryType()?.getFields()[coordinate.split('.')[1] ?? ''];
    if (field) field.extensions = { ...field.extensions, [lists]: most };
  }
  return schema;
}

/** 0 for a field that is what it is asked for. */
export function listsOf(field: { readonly extensions: Readonly<Record<string, unknown>> } | undefined): number {
  const count = field?.extensions[lists];
  return typeof count === 'number' ? count : 0;
}
