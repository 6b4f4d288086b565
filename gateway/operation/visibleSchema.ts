import {
  buildASTSchema,
  Kind,
  parse,
  printSchema,
  visit,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';

/** The API schema without what a class of readers is denied, by coordinate: what introspection shows them. */
export function visibleSchema(apiSchema: GraphQLSchema, denied: ReadonlySet<string>): GraphQLSchema {
  const gone = new Set<string>();
  const may = (coordinate: string): boolean => !denied.has(coordinate);
  const keep =
    (owner: string) =>
    (node: FieldDefinitionNode | InputValueDefinitionNode): boolean =>
      may(`${owner}.${node.name.value}`) && !gone.has(namedType(node.type));
  const drop = (typeName: string): null => {
    gone.add(typeName);
    return null;
  };
  const withFields = <T extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(node: T): T | null => {
    const fields = (node.fields ?? []).filter(keep(node.name.value)).map((field) => ({
      ...field,
      arguments: field.arguments?.filter(keep(`${node.name.value}.${field.name.value}`)) ?? [],
    }));
    if (!may(node.name.value) || fields.length === 0) return drop(node.name.value);
    return { ...node, fields, interfaces: node.interfaces?.filter(({ name }) => !gone.has(name.value)) ?? [] };
  };

  let document: DocumentNode = parse(printSchema(apiSchema), { noLocation: true });
  for (let before = -1; before !== gone.size;) {
    before = gone.size;
    document = visit(document, {
      ObjectTypeDefinition: withFields,
      InterfaceTypeDefinition: withFields,
      InputObjectTypeDefinition: (node) => {
        const fields = (node.fields ?? []).filter(keep(node.name.value));
        return !may(node.name.value) || fields.length === 0 ? drop(node.name.value) : { ...node, fields };
      },
      UnionTypeDefinition: (node) => {
        const types = node.types?.filter(({ name }) => !gone.has(name.value)) ?? [];
        return types.length === 0 ? drop(node.name.value) : { ...node, types };
      },
      SchemaDefinition: (node) => ({
        ...node,
        operationTypes: node.operationTypes.filter(({ type }) => !gone.has(type.name.value)),
      }),
    });
  }
  return buildASTSchema(document, { assumeValidSDL: true });
}

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));
