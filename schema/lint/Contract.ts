import { buildASTSchema, isInterfaceType, isInputObjectType, isObjectType, Kind, parse } from 'graphql';
import type {
  DocumentNode,
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';

/** A subgraph's SDL as its author wrote it. */
export interface Subgraph {
  readonly name: string;
  readonly national: boolean;
  readonly document: DocumentNode;
}

/** The composed contract as the lint rules look at it: applied directives are on the `astNode` of each element. */
export interface Contract {
  readonly subgraphs: readonly Subgraph[];
  readonly schema: GraphQLSchema;
  /** Of object types and interfaces. */
  readonly fields: readonly Field[];
  /** Arguments and input fields. */
  readonly inputs: readonly Input[];
  /** Names of the types that a national or a central subgraph defines or extends, and `Type.field` of their fields. */
  readonly national: ReadonlySet<string>;
  readonly central: ReadonlySet<string>;
}

export interface Field {
  /** Schema coordinate. */
  readonly at: string;
  readonly owner: GraphQLObjectType | GraphQLInterfaceType;
  readonly definition: GraphQLField<unknown, unknown>;
}

export interface Input {
  /** Schema coordinate. */
  readonly at: string;
  readonly definition: GraphQLArgument | GraphQLInputField;
}

/** What a rule finds: where, what is wrong, what to do. */
export interface Finding {
  readonly at: string;
  readonly message: string;
}

export type Rule = (contract: Contract) => readonly Finding[];

export function readContract(subgraphs: readonly Subgraph[], supergraphSdl: string): Contract {
  const schema = buildASTSchema(parse(supergraphSdl), { assumeValidSDL: true });
  const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
  const fields = types
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((owner) =>
      Object.values(owner.getFields()).map((definition) => ({
        at: `${owner.name}.${definition.name}`,
        owner,
        definition,
      })),
    );
  const args = fields.flatMap(({ at, definition }) =>
    definition.args.map((argument) => ({ at: `${at}(${argument.name}:)`, definition: argument })),
  );
  const inputFields = types
    .filter(isInputObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).map((definition) => ({ at: `${type.name}.${definition.name}`, definition })),
    );
  return {
    subgraphs,
    schema,
    fields,
    inputs: [...args, ...inputFields],
    national: definedIn(subgraphs.filter(({ national }) => national)),
    central: definedIn(subgraphs.filter(({ national }) => !national)),
  };
}

const definedIn = (subgraphs: readonly Subgraph[]): ReadonlySet<string> =>
  new Set(
    subgraphs
      .flatMap(({ document }) => document.definitions)
      .flatMap((node) =>
        node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
          ? [node.name.value, ...(node.fields ?? []).map((field) => `${node.name.value}.${field.name.value}`)]
          : [],
      ),
  );
