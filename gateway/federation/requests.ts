// The texts that are sent to nations. Arguments of an asked field always travel as variables, so one text serves every
// page and every nation.
import { isRequiredArgument, print, type ASTNode, type GraphQLArgument, type VariableDefinitionNode } from 'graphql';
import { keys } from '../operation/selections.ts';
import type { AskedField, Selection } from './Step.ts';

/** The arguments that place a page. No nation is told which others are asked: where the contract wants names, it gets its own. */
const placing = new Set(['first', 'after', 'nations']);

export const argumentName = (name: string): string => `__gw_${name}`;

export const passedArguments = (field: AskedField): readonly GraphQLArgument[] =>
  field.definition.args.filter(
    (argument) => !placing.has(argument.name) || (argument.name === 'nations' && isRequiredArgument(argument)),
  );

/** The variables of a request for an asked field: its arguments and the reader's own variables within its selection. */
export function requestVariables(
  field: AskedField,
  args: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return {
    ...usedVariables(field.selection, variables),
    ...Object.fromEntries(
      passedArguments(field)
        .filter(({ name }) => args[name] !== undefined)
        .map(({ name }) => [argumentName(name), args[name]]),
    ),
  };
}

export function usedVariables(
  selection: Selection,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = selection.variables.map((definition) => definition.variable.name.value);
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]),
  );
}

/** A root field that one nation answers, under the reader's own response key. */
export function routeText(operation: 'query' | 'mutation', field: AskedField): string {
  const passed = field.definition.args;
  const definitions = [...declared(field.selection.variables), ...passed.map(declaredArgument)];
  return `${operation}${inParentheses(definitions)} { ${field.key}: ${field.definition.name}${inParentheses(passed.map(assigned))} ${textOf(field.selection.set)} }`;
}

/** Entities of one type, found by the field `by`. */
export function entitiesText(typeName: string, by: string, selection: Selection): string {
  const definitions = ['$__gw_representations: [_Any!]!', ...declared(selection.variables)];
  const key = `${keys.key}: ${by}`;
  return `query${inParentheses(definitions)} { _entities(representations: $__gw_representations) { __typename ... on ${typeName} { ${key} ... on ${typeName} ${textOf(selection.set)} } } }`;
}

/** A gathered root field. `paged`: it takes `first` and `after`. */
export function rootGatherText(field: AskedField, paged: boolean): string {
  const passed = passedArguments(field);
  const page = paged ? ['$__gw_first0: Int!', '$__gw_after0: String'] : [];
  const definitions = [...page, ...declared(field.selection.variables), ...passed.map(declaredArgument)];
  return `query${inParentheses(definitions)} { part0: ${callOf(field, paged ? 0 : null)} }`;
}

/** A gathered root field that is asked several times over, each time for values of its own. */
export function rootPartsText(field: AskedField, parts: number): string {
  const [shared, own] = [true, false].map((is) =>
    passedArguments(field).filter(({ name }) => placing.has(name) === is),
  );
  const numbers = Array.from({ length: parts }, (_, index) => index);
  const definitions = [
    ...(shared ?? []).map(declaredArgument),
    ...numbers.flatMap((index) => [
      `$__gw_first${index}: Int!`,
      `$__gw_after${index}: String`,
      ...(own ?? []).map(({ name, type }) => `$${partArgument(name, index)}: ${String(type)}`),
    ]),
  ];
  const calls = numbers.map((index) => {
    const place = [`first: $__gw_first${index}`, `after: $__gw_after${index}`];
    const values = (own ?? []).map(({ name }) => `${name}: $${partArgument(name, index)}`);
    const passed = inParentheses([...place, ...(shared ?? []).map(assigned), ...values]);
    return `part${index}: ${field.definition.name}${passed} ${textOf(field.selection.set)}`;
  });
  return `query${inParentheses(definitions)} { ${calls.join(' ')} }`;
}

/** The variable for an argument of one part. */
export const partArgument = (name: string, part: number): string => `${argumentName(name)}_${part}`;

/** A gathered field of entities, in groups of parents whose pages begin alike. */
export function entityGatherText(field: AskedField, groups: number): string {
  const numbers = Array.from({ length: groups }, (_, index) => index);
  const definitions = [
    ...numbers.flatMap((index) => [
      `$__gw_parents${index}: [_Any!]!`,
      `$__gw_first${index}: Int!`,
      `$__gw_after${index}: String`,
    ]),
    ...declared(field.selection.variables),
    ...passedArguments(field).map(declaredArgument),
  ];
  const parts = numbers.map(
    (index) =>
      `group${index}: _entities(representations: $__gw_parents${index}) { __typename ... on ${field.typeName} { part${index}: ${callOf(field, index)} } }`,
  );
  return `query${inParentheses(definitions)} { ${parts.join(' ')} }`;
}

function callOf(field: AskedField, page: number | null): string {
  const place = page === null ? [] : [`first: $__gw_first${page}`, `after: $__gw_after${page}`];
  const passed = passedArguments(field).map(assigned);
  return `${field.definition.name}${inParentheses([...place, ...passed])} ${textOf(field.selection.set)}`;
}

const declared = (definitions: readonly VariableDefinitionNode[]): string[] =>
  definitions.map((definition) => textOf(definition, () => print({ ...definition, directives: [] })));

const texts = new WeakMap<ASTNode, string>();

/** Steps are made once and asked many times: a node is printed once. */
function textOf(node: ASTNode, write = (): string => print(node)): string {
  const known = texts.get(node);
  if (known !== undefined) return known;
  const text = write();
  texts.set(node, text);
  return text;
}

const declaredArgument = ({ name, type }: GraphQLArgument): string => `$${argumentName(name)}: ${String(type)}`;

const assigned = ({ name }: GraphQLArgument): string => `${name}: $${argumentName(name)}`;

const inParentheses = (parts: readonly string[]): string => (parts.length > 0 ? `(${parts.join(', ')})` : '');
