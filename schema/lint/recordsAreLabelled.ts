import { getNamedType, isLeafType, isObjectType } from 'graphql';
import type { GraphQLObjectType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { isApplied } from './applied.ts';
import type { Contract, Field, Finding, Rule } from './Contract.ts';
import { connectionIn, isLabelled, isRoot } from './shapes.ts';

/** Said by the gateway or in fixed words: nothing of a record. */
const wrappers = ['PageInfo', 'Coverage', 'Problem'];
const wrapperFields = ['cursor', 'at', 'kind'];

/**
 * Everything that another nation can hold is Labelled and has an id and a @domain. Connections, edges, payloads and
 * alerts hold such records and nothing else; a summary is made of counts, each with its marking.
 */
export const recordsAreLabelled: Rule = (contract) => [
  ...recordTypes(contract).flatMap(recordFindings),
  ...contract.fields
    .filter((field) => contract.national.has(field.at) && handsOut(field))
    .flatMap(({ at, definition }) => held(contract, at, definition.type, new Set())),
];

/** Whether a nation answers with records that are not part of the one that it was asked for. */
function handsOut({ owner, definition }: Field): boolean {
  if (isApplied(definition, 'gather') && isSummary(definition.type)) return false;
  return isRoot(owner) || isApplied(definition, 'gather') || connectionIn(definition.type) !== null;
}

/** Entities and Labelled objects of the nations. */
const recordTypes = ({ schema, national, central }: Contract): readonly GraphQLObjectType[] =>
  objectTypes(schema).filter(
    (type) => national.has(type.name) && !central.has(type.name) && (isLabelled(type) || isApplied(type, 'route')),
  );

function recordFindings(type: GraphQLObjectType): readonly Finding[] {
  const at = type.name;
  return [
    ...(isLabelled(type) ? [] : [{ at, message: 'a record without a label; implement Labelled' }]),
    ...(String(type.getFields()['id']?.type) === 'ID!'
      ? []
      : [{ at, message: 'a record without an id; add `id: ID!`' }]),
    ...(isApplied(type, 'domain') ? [] : [{ at, message: 'say with @domain which kind of sharing it belongs to' }]),
  ];
}

/** What a field hands out, through connections, edges, payloads and alerts. */
function held(contract: Contract, at: string, type: GraphQLOutputType, seen: Set<string>): readonly Finding[] {
  const named = getNamedType(type);
  if (seen.has(named.name) || wrappers.includes(named.name) || isLabelled(named)) return [];
  if (contract.central.has(named.name)) return [];
  seen.add(named.name);
  if (isLeafType(named)) return [{ at, message: 'stands beside the record, under no label; move it into the record' }];
  if (!isObjectType(named) || !isWrapper(named)) {
    return [{ at, message: `hands out \`${named.name}\`, which has no label; implement Labelled` }];
  }
  return Object.values(named.getFields()).flatMap((field) =>
    isLeafType(getNamedType(field.type)) && wrapperFields.includes(field.name)
      ? []
      : held(contract, `${named.name}.${field.name}`, field.type, seen),
  );
}

const isWrapper = (type: GraphQLObjectType): boolean =>
  ['edges', 'cursor', 'problems'].some((name) => name in type.getFields());

const isSummary = (type: GraphQLOutputType): boolean => {
  const named = getNamedType(type);
  return isObjectType(named) && 'counted' in named.getFields();
};

const objectTypes = (schema: GraphQLSchema): readonly GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter(isObjectType);
