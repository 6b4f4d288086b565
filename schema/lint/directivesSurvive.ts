import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, Kind, visit } from 'graphql';
import type { ASTNode, ConstDirectiveNode, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { argumentsOf } from './applied.ts';
import type { Element } from './applied.ts';
import type { Rule, Subgraph } from './Contract.ts';

interface Application {
  /** Schema coordinate. */
  readonly at: string;
  readonly directive: string;
  /** As it would be written, arguments in the order of their names. */
  readonly text: string;
}

/**
 * Every application of a contract directive in every subgraph is in the supergraph, with its arguments. Composition is
 * silent when a subgraph forgets @composeDirective, and of two that disagree it keeps one.
 */
export const directivesSurvive: Rule = ({ subgraphs, schema }) => {
  const composed = elementsOf(schema).flatMap(([at, { astNode }]) =>
    (astNode?.directives ?? []).map((node) => application(at, node)),
  );
  const survived = new Set(composed.map(({ at, text }) => `${at} ${text}`));
  const kept = new Map(composed.map(({ at, directive, text }) => [`${at} ${directive}`, text]));
  return subgraphs.flatMap((subgraph) =>
    applicationsIn(subgraph)
      .filter(({ at, text }) => !survived.has(`${at} ${text}`))
      .map(({ at, directive, text }) => {
        const other = kept.get(`${at} ${directive}`);
        const remedy = other ? `another subgraph has ${other}; make them agree` : 'add @composeDirective for it';
        return { at, message: `${text} of subgraph \`${subgraph.name}\` is not in the supergraph; ${remedy}` };
      }),
  );
};

/** The applications of @inaccessible and of the directives that the subgraph defines. */
function applicationsIn({ document }: Subgraph): readonly Application[] {
  const found: Application[] = [];
  const contract = new Set(['inaccessible']);
  for (const node of document.definitions) if (node.kind === Kind.DIRECTIVE_DEFINITION) contract.add(node.name.value);
  visit(document, {
    Directive: (node, _key, _parent, _path, ancestors) => {
      const at = coordinate(ancestors.filter((ancestor): ancestor is ASTNode => 'kind' in ancestor));
      if (contract.has(node.name.value)) found.push(application(at, node as ConstDirectiveNode));
    },
  });
  return found;
}

function application(at: string, node: ConstDirectiveNode): Application {
  const directive = node.name.value;
  const values = Object.entries(argumentsOf(node)).sort(([a], [b]) => (a < b ? -1 : 1));
  const list = values.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
  return { at, directive, text: list === '' ? `@${directive}` : `@${directive}(${list})` };
}

function coordinate(ancestors: readonly ASTNode[]): string {
  const names = ancestors.flatMap((node) => ('name' in node && node.name?.kind === Kind.NAME ? [node.name.value] : []));
  const [type, field, argument] = names;
  return argument === undefined ? names.join('.') : `${type}.${field}(${argument}:)`;
}

const elementsOf = (schema: GraphQLSchema): readonly (readonly [string, Element])[] =>
  Object.values(schema.getTypeMap()).flatMap((type) => [[type.name, type] as const, ...membersOf(type)]);

function membersOf(type: GraphQLNamedType): readonly (readonly [string, Element])[] {
  if (isEnumType(type)) return type.getValues().map((value) => [`${type.name}.${value.name}`, value]);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const at = `${type.name}.${field.name}`;
    return [[at, field], ...field.args.map((argument) => [`${at}(${argument.name}:)`, argument] as const)];
  });
}
