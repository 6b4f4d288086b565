import {
  buildASTSchema,
  Kind,
  parse,
  printSchema,
  visit,
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  type TypeNode,
} from 'graphql';
import type { ReaderClass } from './readerClass.ts';

/** The part of the API schema that a class of readers may use: what introspection shows them. */
export function visibleSchema(apiSchema: GraphQLSchema, readers: ReaderClass): GraphQLSchema {
  let document = parse(printSchema(apiSchema), { noLocation: true });
  const gone = new Set<string>();
  const may = (coordinate: string): boolean => readers.decide(coordinate) === 'permit';
  const keepField = (owner: string) => (node: FieldDefinitionNode) =>
    may(`${owner}.${node.name.value}`) && !gone.has(namedType(node.type));
  const keepInput = (owner: string) => (node: InputValueDefinitionNode) =>
    may(`${owner}.${node.name.value}`) && !gone.has(namedType(node.type));

  for (let left = -1; left !== document.definitions.length; ) {
    left = document.definitions.length;
    document = visit(document, {
      enter: (node: ASTNode): DefinitionNode | null | undefined => {
        switch (node.kind) {
          case Kind.OBJECT_TYPE_DEFINITION:
          case Kind.INTERFACE_TYPE_DEFINITION: {
            const fields = (node.fields ?? []).filter(keepField(node.name.value)).map((field) => ({
              ...field,
              arguments: field.arguments?.filter(keepInput(`${node.name.value}.${field.name.value}`)) ?? [],
            }));
            if (!may(node.name.value) || fields.length === 0) return remove(gone, node.name.value);
            const interfaces = node.interfaces?.filter((one) => !gone.has(one.name.value)) ?? [];
            return { ...node, fields, interfaces };
          }
          case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
            const fields = (node.fields ?? []).filter(keepInput(node.name.value));
            return !may(node.name.value) || fields.length === 0 ? remove(gone, node.name.value) : { ...node, fields };
          }
          case Kind.UNION_TYPE_DEFINITION: {
            const types = node.types?.filter((one) => !gone.has(one.name.value)) ?? [];
            return types.length === 0 ? remove(gone, node.name.value) : { ...node, types };
          }
          default:
            return undefined;
        }
      },
    });
  }
  return buildASTSchema(withoutDangling(document, gone), { assumeValidSDL: true });
}

function remove(gone: Set<string>, typeName: string): null {
  gone.add(typeName);
  return null;
}

/** A root type that lost its last field leaves the schema definition too. */
function withoutDangling(document: DocumentNode, gone: ReadonlySet<string>): DocumentNode {
  return visit(document, {
    SchemaDefinition: (node) => ({
      ...node,
      operationTypes: node.operationTypes.filter((operation) => !gone.has(operation.type.name.value)),
    }),
  });
}

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));
