import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLObjectType } from 'graphql';
import { isApplied } from './applied.ts';
import type { Field, Rule } from './Contract.ts';
import { connectionIn, isList, isRoot } from './shapes.ts';

/**
 * What is gathered says who answered, and is of a shape that the gateway can merge: a connection, or a summary of
 * counts and times.
 */
export const gathersMerge: Rule = ({ fields }) =>
  fields
    .filter(({ definition }) => isApplied(definition, 'gather'))
    .flatMap((field) => complaints(field).map((message) => ({ at: field.at, message })));

function complaints({ owner, definition }: Field): readonly string[] {
  const type = getNamedType(definition.type);
  if (!isObjectType(type) || isList(definition.type)) return ['is gathered; make it a connection or a summary'];
  const scope = definition.args.find(({ name }) => name === 'nations')?.type;
  return [
    ...(String(type.getFields()['coverage']?.type) === 'Coverage!'
      ? []
      : [`add \`coverage: Coverage!\` to ${type.name}`]),
    ...(isRoot(owner) && !/^\[NationCode!\]!?$/.test(String(scope))
      ? ['add the argument `nations: [NationCode!]`']
      : []),
    ...(connectionIn(type) ? [] : summaryComplaints(type)),
  ];
}

function summaryComplaints(type: GraphQLObjectType): readonly string[] {
  const { label, coverage: _coverage, ...rest } = type.getFields();
  const { counted } = rest;
  const odd = Object.values(rest).filter((field) => !/^(\[Count!\]!|DateTime!?)$/.test(String(field.type)));
  return [
    ...(String(label?.type) === 'Label!' ? [] : [`add \`label: Label! @fromMarking\` to ${type.name}`]),
    ...(String(counted?.type) === '[Count!]!' ? [] : [`add \`counted: [Count!]! @inaccessible\` to ${type.name}`]),
    ...(isApplied(type, 'domain') ? [] : [`put @domain on ${type.name}`]),
    ...odd.map(({ name }) => `\`${type.name}.${name}\` cannot be merged; a summary has counts and times`),
  ];
}
