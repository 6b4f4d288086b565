// What the contract says of each list of matches: which records are compared, with what, and what its rows are made of.
import { getDirectiveValues, getNamedType, isEnumType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { nodeOf } from '../../schema/nodeOf.ts';

export interface MatchRule {
  /** The argument that names a record, and the type of that. */
  readonly argument: string;
  readonly named: GraphQLObjectType;
  /** The field of the record named that lists what is compared, the type of it, and how many of them are. */
  readonly list: string;
  readonly compared: GraphQLObjectType;
  readonly most: number;
  /** The root field that finds, the type of what it finds, and the fields of that which lead to records of both types. */
  readonly by: GraphQLField<unknown, unknown>;
  readonly found: GraphQLObjectType;
  readonly ends: { readonly named: string; readonly compared: string };
  /** By argument of `by`: the field of the compared record whose value it takes. */
  readonly values: ReadonlyMap<string, string>;
  /** Fields that the record named and the other one have in common. */
  readonly alike: readonly string[];
  /** The type of the rows, and by field of it the path that it is taken from. */
  readonly row: GraphQLObjectType;
  readonly columns: ReadonlyMap<string, string>;
  /** In percent, by compared field and value of it; 100 for every other. */
  readonly tells: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** By coordinate of the root field. Those that the lint would refuse are left out: nothing could answer them. */
export function readMatchRules(schema: GraphQLSchema): ReadonlyMap<string, MatchRule> {
  const query = schema.getQueryType();
  return new Map(
    Object.values(query?.getFields() ?? {}).flatMap((field) => {
      const rule = ruleOf(schema, field);
      return rule && query ? [[`${query.name}.${field.name}`, rule] as const] : [];
    }),
  );
}

type Holder = Parameters<typeof getDirectiveValues>[1] | null | undefined;
type Fields = ReturnType<GraphQLObjectType['getFields']>;

function ruleOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): MatchRule | null {
  const match = applied(schema, 'match', field.astNode);
  const by = schema.getQueryType()?.getFields()[String(match?.['by'])];
  const argument = field.args.find(({ astNode }) => applied(schema, 'reference', astNode));
  const named = schema.getType(String(applied(schema, 'reference', argument?.astNode)?.['to']));
  if (!match || !by || !argument || !isObjectType(named)) return null;
  const list = String(match['list']);
  const [row, compared, found] = [field, named.getFields()[list], by].map((one) => one && nodeOf(one.type));
  if (!row || !compared || !found) return null;
  const leadsTo = (type: GraphQLObjectType): string =>
    Object.values(found.getFields()).find((end) => getNamedType(end.type) === type)?.name ?? '';
  const values = by.args.flatMap(({ name, astNode }) => {
    const path = applied(schema, 'reads', astNode)?.['field'];
    return typeof path === 'string' ? [[name, path.split('.')[1] ?? ''] as const] : [];
  });
  return {
    argument: argument.name,
    named,
    list,
    compared,
    most: Number(match['most']),
    by,
    found,
    ends: { named: leadsTo(named), compared: leadsTo(compared) },
    values: new Map(values),
    alike: match['alike'] as readonly string[],
    row,
    columns: columnsOf(schema, row.getFields()),
    tells: new Map(values.map(([, name]) => [name, tellsOf(schema, compared.getFields()[name])])),
  };
}

const columnsOf = (schema: GraphQLSchema, fields: Fields): ReadonlyMap<string, string> =>
  new Map(
    Object.values(fields).flatMap(({ name, astNode }) => {
      const from = applied(schema, 'matched', astNode)?.['from'];
      return typeof from === 'string' ? [[name, from] as const] : [];
    }),
  );

function tellsOf(schema: GraphQLSchema, field: Fields[string] | undefined): ReadonlyMap<string, number> {
  const type = field && getNamedType(field.type);
  const values = isEnumType(type) ? type.getValues() : [];
  return new Map(
    values.flatMap(({ name, astNode }) => {
      const percent = applied(schema, 'tells', astNode)?.['percent'];
      return typeof percent === 'number' ? [[name, percent] as const] : [];
    }),
  );
}

function applied(schema: GraphQLSchema, name: string, node: Holder): Record<string, unknown> | undefined {
  const definition = schema.getDirective(name);
  return definition && node ? getDirectiveValues(definition, node) : undefined;
}
