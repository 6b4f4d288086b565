import { getDirectiveValues, getNamedType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLInputField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { RecordKind } from '../../schema/id.ts';
import type { Clearance, Role } from '../../schema/label/clearance.ts';
import { sharingDomains } from '../../schema/label/domain.ts';
import type { SharingDomain } from '../../schema/label/domain.ts';
import { isLevel } from '../../schema/label/level.ts';
import type { Level } from '../../schema/label/level.ts';
import type { LabelledRecord } from './LabelledRecord.ts';

/** What a domain says of one type of record. */
export interface AnyRecordRules {
  readonly name: string;
  /** The kind in ids: `EST:i:...`. */
  readonly kind: RecordKind;
  /** Fields that hold ids of records: one id, several or null. */
  readonly references: readonly string[];
  /** Fields that `text` filters look through. */
  readonly searched: readonly string[];
  /** Sort keys by order, as schema/position.ts writes them, never made from a portion. Every type has the order `default`. */
  sortKeys(record: LabelledRecord<string, string>): Readonly<Record<string, string>>;
}

export interface RecordRules<R extends LabelledRecord<string, string>> extends AnyRecordRules {
  readonly name: R['__typename'];
  readonly references: readonly (keyof R & string)[];
  readonly searched: readonly (keyof R & string)[];
  sortKeys(record: R): Readonly<Record<string, string>>;
}

/** A static floor of a field: this level, each of these categories and, when roles are named, one of them. */
export interface Floor {
  readonly level: Level;
  readonly categories: readonly string[];
  readonly roles: readonly Role[];
}

export const hasRole = ({ roles }: Clearance, floor: Floor): boolean =>
  floor.roles.length === 0 || floor.roles.some((role) => roles.includes(role));

/** One type of record: the rules of its domain and what the contract's directives say of it. */
export interface RecordType extends AnyRecordRules {
  readonly domain: SharingDomain;
  /** What a record is stored with: values, nations, ids of records. */
  readonly fields: ReadonlySet<string>;
  readonly portions: ReadonlySet<string>;
  /** It has a `version`, to be given back with a change. */
  readonly versioned: boolean;
  /** By field; all of a field's floors must open. */
  readonly floors: ReadonlyMap<string, readonly Floor[]>;
  /** The record shows only when what these fields name does: names of record types by field. */
  readonly visibleWith: ReadonlyMap<string, string>;
}

/** Fields that are made from the record, not stored in it. */
const derived: ReadonlySet<string> = new Set(['marking', 'label', 'fieldMarkings', 'version']);

export function recordTypes(schema: GraphQLSchema, rules: readonly AnyRecordRules[]): ReadonlyMap<string, RecordType> {
  return new Map(rules.map((rule) => [rule.name, recordType(schema, rule)]));
}

function recordType(schema: GraphQLSchema, rules: AnyRecordRules): RecordType {
  const type = schema.getType(rules.name);
  if (!isObjectType(type)) throw new TypeError(`the contract has no object type \`${rules.name}\``);
  const fields = Object.values(type.getFields());
  const floored = fields.map((field) => [field.name, floorsOf(schema, field)] as const);
  return {
    ...rules,
    sortKeys: (record) => rules.sortKeys(record),
    domain: domainOf(schema, type),
    fields: new Set([...fields.filter(isStored).map(({ name }) => name), ...rules.references]),
    portions: new Set(
      fields.filter((field) => applications(schema, 'portion', field).length > 0).map(({ name }) => name),
    ),
    versioned: fields.some(({ name }) => name === 'version'),
    floors: new Map(floored.filter(([, floors]) => floors.length > 0)),
    visibleWith: visibleWithOf(schema, type),
  };
}

/** Lists of other records are found by what those refer to; the nation of a record is in its id. */
function isStored({ name, type }: GraphQLField<unknown, unknown>): boolean {
  const named = getNamedType(type);
  if (derived.has(name) || !isObjectType(named)) return !derived.has(name);
  const fields = named.getFields();
  return !('edges' in fields || 'marking' in fields || ('code' in fields && isNonNullType(type)));
}

function domainOf(schema: GraphQLSchema, type: GraphQLObjectType): SharingDomain {
  const named = applications(schema, 'domain', type)[0]?.['is'];
  const domain = sharingDomains.find((one) => one === named);
  if (domain === undefined) throw new TypeError(`\`${type.name}\` needs @domain in the contract`);
  return domain;
}

function visibleWithOf(schema: GraphQLSchema, type: GraphQLObjectType): ReadonlyMap<string, string> {
  const names = applications(schema, 'visibleWith', type).flatMap((values) => texts(values['fields']));
  return new Map(
    names.map((name) => {
      const field = type.getFields()[name];
      if (field === undefined)
        throw new TypeError(`@visibleWith of \`${type.name}\` names \`${name}\`, which is no field`);
      return [name, getNamedType(field.type).name];
    }),
  );
}

export const floorsOf = (schema: GraphQLSchema, field: Annotated): readonly Floor[] =>
  applications(schema, 'classified', field).map(({ level, categories, roles }) => ({
    level: isLevel(level) ? level : 'CTS',
    categories: texts(categories),
    roles: texts(roles) as readonly Role[],
  }));

type Annotated = GraphQLObjectType | GraphQLField<unknown, unknown> | GraphQLArgument | GraphQLInputField;

/** The arguments of every application of a directive, repeated ones included. */
function applications(schema: GraphQLSchema, name: string, { astNode }: Annotated): readonly Record<string, unknown>[] {
  const directive = schema.getDirective(name);
  if (!directive) throw new TypeError(`the contract has no directive @${name}`);
  return (astNode?.directives ?? [])
    .filter((node) => node.name.value === name)
    .map((node) => getDirectiveValues(directive, { directives: [node] }) ?? {});
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
