import { getNamedType, isInputObjectType, isInterfaceType, isNonNullType, isObjectType, isScalarType } from 'graphql';
import type { GraphQLArgument, GraphQLInputField, GraphQLNamedType } from 'graphql';
import { applied, texts } from './applied.ts';
import type { Arguments } from './applied.ts';
import type { Field, Finding, Rule } from './Contract.ts';
import { isRoot } from './shapes.ts';

/** The `by` of a @route names what is always there and holds the id of a record or the code of a nation. */
export const routesLead: Rule = ({ schema, fields }) => [
  ...fields.flatMap((field) => applied(field.definition, 'route').flatMap((route) => fieldFindings(field, route))),
  ...Object.values(schema.getTypeMap()).flatMap((type) =>
    applied(type, 'route').flatMap(({ by }) => (namesNation(type, String(by)) ? [] : [broken(type.name, by)])),
  ),
];

const broken = (at: string, by: unknown): Finding => ({
  at,
  message: `@route(by: "${String(by)}") leads nowhere; name a non-null ID or NationCode`,
});

function fieldFindings(field: Field, { by, to }: Arguments): readonly Finding[] {
  const [path] = texts(by);
  if ((path === undefined) === (to === undefined)) {
    return [{ at: field.at, message: '@route has either `by` or `to`; give one of them' }];
  }
  if (path === undefined) return [];
  if (isRoot(field.owner)) return rootFindings(field, path);
  return namesNation(getNamedType(field.definition.type), path) ? [] : [broken(field.at, path)];
}

function rootFindings({ at, definition }: Field, by: string): readonly Finding[] {
  let inputs: readonly (GraphQLArgument | GraphQLInputField)[] = definition.args;
  let input: GraphQLArgument | GraphQLInputField | undefined;
  for (const name of by.split('.')) {
    input = inputs.find((candidate) => candidate.name === name);
    if (input === undefined || !isNonNullType(input.type)) return [broken(at, by)];
    const type = getNamedType(input.type);
    inputs = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  }
  return input && ['ID!', 'NationCode!'].includes(String(input.type)) ? [] : [broken(at, by)];
}

function namesNation(type: GraphQLNamedType, by: string): boolean {
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  const field = type.getFields()[by];
  return field !== undefined && isScalarType(getNamedType(field.type)) && /^(ID|NationCode)!$/.test(String(field.type));
}
