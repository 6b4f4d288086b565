import { Kind, parse, print, validate, visit, type ASTNode, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Operation } from './LeakCase.ts';

/** Valid operations with one selection, argument or directive less, biggest parts first. */
export function smallerOperations({ query, variables }: Operation, schema: GraphQLSchema): Operation[] {
  const document = parse(query, { noLocation: true });
  const parts: ASTNode[] = [];
  visit(document, {
    enter(node) {
      if (removable.has(node.kind)) parts.push(node);
    },
  });
  return parts.flatMap((part) => {
    const left = tidied(visit(document, { enter: (node) => (node === part ? null : undefined) }));
    if (left === null || validate(schema, left).length > 0) return [];
    return { query: print(left), variables: onlyUsed(left, variables) };
  });
}

const removable: ReadonlySet<string> = new Set([
  Kind.FIELD,
  Kind.FRAGMENT_SPREAD,
  Kind.INLINE_FRAGMENT,
  Kind.ARGUMENT,
  Kind.DIRECTIVE,
]);

/** Without empty selections and without variables and fragments that nothing uses; null: nothing is left. */
function tidied(document: DocumentNode): DocumentNode | null {
  const used = new Set<string>();
  let empty = false;
  visit(document, {
    SelectionSet: ({ selections }) => {
      empty ||= selections.length === 0;
    },
    FragmentSpread: ({ name }) => void used.add(`...${name.value}`),
    Argument: ({ value }) => {
      visit(value, { Variable: ({ name }) => void used.add(`$${name.value}`) });
    },
  });
  if (empty) return null;
  return visit(document, {
    VariableDefinition: ({ variable }) => (used.has(`$${variable.name.value}`) ? undefined : null),
    FragmentDefinition: ({ name }) => (used.has(`...${name.value}`) ? undefined : null),
  });
}

function onlyUsed(document: DocumentNode, variables: Operation['variables']): Operation['variables'] {
  const declared = new Set<string>();
  visit(document, { VariableDefinition: ({ variable }) => void declared.add(variable.name.value) });
  return Object.fromEntries(Object.entries(variables).filter(([name]) => declared.has(name)));
}
