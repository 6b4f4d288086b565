import {
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type GraphQLSchema,
} from 'graphql';

/**
 * The names of the fields that a query plan may ask for by itself, nested ones included: those of keys, and those that
 * others require.
 */
export function plannedFields(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  const read = (directives: readonly ConstDirectiveNode[] = []): void => {
    for (const text of directives.flatMap(fieldSetOf))
      visit(parse(`{ ${text} }`, { noLocation: true }), { Field: ({ name }) => void names.add(name.value) });
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    read(type.astNode?.directives);
    for (const { astNode } of Object.values(type.getFields())) read(astNode?.directives);
  }
  return names;
}

/** The arguments of the join spec that hold a selection. */
const fieldSets: Readonly<Record<string, string>> = { join__type: 'key', join__field: 'requires' };

const fieldSetOf = ({ name, arguments: args = [] }: ConstDirectiveNode): readonly string[] =>
  args.flatMap((argument) =>
    argument.name.value === fieldSets[name.value] && argument.value.kind === Kind.STRING ? [argument.value.value] : [],
  );
