import { isNonNullType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql';

/** Variables that stand where null may not, although their own type and default let a client send null. */
export function requiredVariables(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const required = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Variable: ({ name }) => {
        if (isNonNullType(types.getInputType())) required.add(name.value);
      },
      VariableDefinition: () => false,
    }),
  );
  return required;
}
