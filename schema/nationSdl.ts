import { Kind, parse, print } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  FieldDefinitionNode,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
} from 'graphql';
import { contractSdls } from './contractSdls.ts';

type FieldsDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * The SDL that a nation serves: the national subgraphs of the contract as one. A type that one domain defines and
 * another extends by fields of its own (Incident, Nation, Query) has the fields of both.
 */
export function nationSdl(): string {
  const merged = new Map<string, DefinitionNode>();
  const definitions = contractSdls()
    .filter(({ national }) => national)
    .flatMap(({ sdl }) => parse(sdl).definitions);
  for (const definition of definitions) {
    const key = keyOf(definition);
    const earlier = merged.get(key);
    merged.set(key, earlier === undefined ? definition : mergeDefinitions(earlier, definition));
  }
  return [...merged.values()].map(print).join('\n\n');
}

const keyOf = (definition: DefinitionNode): string => {
  const name = 'name' in definition ? definition.name?.value : undefined;
  return `${definition.kind === Kind.DIRECTIVE_DEFINITION ? '@' : ''}${name ?? definition.kind}`;
};

function mergeDefinitions(earlier: DefinitionNode, later: DefinitionNode): DefinitionNode {
  if (hasFields(earlier) && hasFields(later)) return mergeFields(earlier, later);
  if (print(earlier) === print(later)) return earlier;
  throw new Error(`\`${keyOf(earlier)}\` is defined differently in two national domains`);
}

const hasFields = (definition: DefinitionNode): definition is FieldsDefinition =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;

/** The definition with a description is the record itself, the other one a stub of it. */
function mergeFields(earlier: FieldsDefinition, later: FieldsDefinition): FieldsDefinition {
  const [main, stub] = later.description && !earlier.description ? [later, earlier] : [earlier, later];
  return {
    ...main,
    directives: distinct([...(main.directives ?? []), ...(stub.directives ?? [])], (directive: ConstDirectiveNode) =>
      print(directive),
    ),
    fields: distinct(
      [...(main.fields ?? []), ...(stub.fields ?? [])],
      (field: FieldDefinitionNode) => field.name.value,
    ),
  };
}

/** Of equal keys the first one stays. */
function distinct<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const seen = new Map<string, T>();
  for (const item of items) if (!seen.has(key(item))) seen.set(key(item), item);
  return [...seen.values()];
}
