import { getNamedType, isEnumType, isLeafType, isObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLObjectType } from 'graphql';
import { nodeOf } from '../nodeOf.ts';
import { applied, isApplied, texts } from './applied.ts';
import type { Contract, Field, Finding, Rule } from './Contract.ts';
import { atLeast, floorOf, floorText } from './Floor.ts';
import { connectionIn, isLabelled } from './shapes.ts';

type AnyField = GraphQLField<unknown, unknown>;

/**
 * What @match names is there and fits: a record by its id, a list of it, and a gathered root field that looks for exactly
 * the values of what is listed, and leads back to both. The list is as classified as all that it reads.
 */
export const matchesAreMade: Rule = (contract) => [
  ...contract.fields
    .filter(({ definition }) => isApplied(definition, 'match'))
    .flatMap((field) => complaints(contract, field).map((message) => ({ at: field.at, message }))),
  ...tellings(contract),
];

interface Parts {
  readonly named: GraphQLObjectType;
  readonly list: AnyField;
  readonly compared: GraphQLObjectType;
  readonly by: AnyField;
  readonly found: GraphQLObjectType;
  readonly row: GraphQLObjectType;
}

function complaints(contract: Contract, { owner, definition }: Field): readonly string[] {
  if (owner.name !== 'Query') return ['@match is for a field of Query'];
  const parts = partsOf(contract, definition);
  if (typeof parts === 'string') return [parts];
  return [
    ...ownComplaints(definition),
    ...listComplaints(parts),
    ...finderComplaints(parts),
    ...likenessComplaints(definition, parts),
    ...Object.values(parts.row.getFields()).flatMap((field) => columnComplaints(field, parts)),
    ...floorComplaints(definition, parts),
  ];
}

function partsOf({ schema }: Contract, definition: AnyField): Parts | string {
  const [match = {}] = applied(definition, 'match');
  const [reference] = definition.args.flatMap((argument) => applied(argument, 'reference'));
  const named = schema.getType(String(reference?.['to']));
  if (!isObjectType(named) || !isApplied(named, 'route')) return 'names no record; give one argument @reference';
  const list = named.getFields()[String(match['list'])];
  const by = schema.getQueryType()?.getFields()[String(match['by'])];
  const [row, compared, found] = [definition, list, by].map((field) => field && nodeOf(field.type));
  if (!row || !isLabelled(row)) return 'is no connection of what has a label';
  if (!list || !compared || isApplied(list, 'gather')) return `\`${named.name}\` has no such list of its own`;
  if (!by || !found || !isApplied(by, 'gather')) return 'what it looks for is no gathered connection of Query';
  return { named, list, compared, by, found, row };
}

/** The nations are named: nobody is asked for a value because somebody forgot to say whom. */
function ownComplaints({ args, type }: AnyField): readonly string[] {
  const nations = args.find(({ name }) => name === 'nations');
  const coverage = connectionIn(type)?.getFields()['coverage'];
  const others = args.filter(
    (argument) => !['nations', 'first', 'after'].includes(argument.name) && !isReference(argument),
  );
  return [
    ...(String(nations?.type) === '[NationCode!]!' ? [] : ['add the argument `nations: [NationCode!]!`']),
    ...(args
      .filter(isReference)
      .map(({ type: id }) => String(id))
      .join() === 'ID!'
      ? []
      : ['it takes one `ID!`']),
    ...(String(coverage?.type) === 'Coverage!' ? [] : ['add `coverage: Coverage!` to its connection']),
    ...others.map(({ name }) => `nothing is done with \`${name}\`; remove it`),
  ];
}

const isReference = (argument: GraphQLArgument): boolean => isApplied(argument, 'reference');

const listComplaints = ({ list, compared }: Parts): readonly string[] => [
  ...(list.args.some(({ name }) => name === 'first') ? [] : [`\`${list.name}\` takes no \`first\``]),
  ...(String(compared.getFields()['confidence']?.type) === 'Int'
    ? []
    : [`add \`confidence: Int\` to ${compared.name}`]),
];

/** Every argument but those of the page is a value of what is compared. */
function finderComplaints({ by, found, named, compared }: Parts): readonly string[] {
  const values = by.args.filter(({ name }) => !['nations', 'first', 'after'].includes(name));
  const together = applied(found, 'visibleWith').flatMap(({ fields }) => texts(fields));
  const leads = (type: GraphQLObjectType): boolean =>
    Object.values(found.getFields()).filter((end) => together.includes(end.name) && getNamedType(end.type) === type)
      .length === 1;
  return [
    ...(values.length > 0 && values.every((value) => fieldRead(value, compared) !== null)
      ? []
      : [`each value that \`${by.name}\` takes is to read one plain field of \`${compared.name}\``]),
    ...[named, compared]
      .filter((type) => !leads(type))
      .map((type) => `\`${found.name}\` is to show with one \`${type.name}\` (@visibleWith)`),
  ];
}

function fieldRead(argument: GraphQLArgument, compared: GraphQLObjectType): AnyField | null {
  const [path, ...more] = applied(argument, 'reads').flatMap(({ field }) => texts(field));
  const [type, name = '', ...further] = path?.split('.') ?? [];
  const field = compared.getFields()[name];
  if (more.length > 0 || further.length > 0 || type !== compared.name || !field) return null;
  return isLeafType(getNamedType(field.type)) ? field : null;
}

function likenessComplaints(definition: AnyField, { named }: Parts): readonly string[] {
  return applied(definition, 'match')
    .flatMap(({ alike }) => texts(alike ?? []))
    .filter((name) => {
      const field = named.getFields()[name];
      return !field || isApplied(field, 'portion') || !isLeafType(getNamedType(field.type));
    })
    .map((name) => `\`${name}\` is no plain field of every \`${named.name}\``);
}

const known = ['id', 'marking', 'label', 'fieldMarkings', 'confidence'];

/** What a row is made of stands under its own label, and a record in it is read from its owner. */
function columnComplaints(column: AnyField, { row, by, found, compared }: Parts): readonly string[] {
  const [matched] = applied(column, 'matched');
  if (!matched) return known.includes(column.name) ? [] : [`say with @matched what \`${row.name}.${column.name}\` is`];
  const [type, name, ...further] = String(matched['from']).split('.');
  const read = by.args.flatMap((value) => fieldRead(value, compared)?.name ?? []);
  const target = getNamedType(column.type).name;
  const end = type === found.name ? found.getFields()[name ?? ''] : undefined;
  const isRecord = isApplied(column, 'route') && further.length === 0;
  const fits =
    (type === compared.name && name === undefined && isRecord && target === compared.name) ||
    (type === compared.name && read.includes(name ?? '') && further.length === 0) ||
    (end !== undefined && isApplied(end, 'route') && isRecord && target === getNamedType(end.type).name);
  return fits ? [] : [`\`${row.name}.${column.name}\` is not from what was compared or found`];
}

function floorComplaints(definition: AnyField, { named, list, compared, by, found }: Parts): readonly string[] {
  const read = by.args.flatMap((value) => fieldRead(value, compared) ?? []);
  const floor = floorOf(named, list, compared, by, found, ...by.args, ...read);
  if (read.some((field) => isApplied(field, 'classified'))) return ['a classified value is not sent to other nations'];
  return atLeast(floorOf(definition), floor) ? [] : [`reads what has the floor ${floorText(floor)}; give it the same`];
}

/** A scale of what values tell is whole, and within percent. */
const tellings = ({ schema }: Contract): readonly Finding[] =>
  Object.values(schema.getTypeMap())
    .filter(isEnumType)
    .flatMap((type) => {
      const values = type.getValues();
      const told = values.flatMap((value) => applied(value, 'tells').map(({ percent }) => Number(percent)));
      const whole = told.length === values.length && told.every((percent) => percent >= 0 && percent <= 100);
      return told.length === 0 || whole
        ? []
        : [{ at: type.name, message: 'say of every value what it @tells: 0 to 100' }];
    });
