import {
  getNamedType,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import type { GraphQLOutputType, GraphQLSchema } from 'graphql';
import type { LabelledRecord } from './LabelledRecord.ts';
import type { RecordType } from './RecordType.ts';

const envelope: ReadonlySet<string> = new Set(['__typename', 'id', 'label', 'portions', 'leastLabel']);

/** What is wrong with the values of a record, by the types of the contract; null = nothing. */
export function valueProblem(
  record: LabelledRecord<string, string>,
  type: RecordType,
  schema: GraphQLSchema,
): string | null {
  const contract = schema.getType(type.name);
  const fields = isObjectType(contract) ? contract.getFields() : {};
  for (const [name, value] of Object.entries(record)) {
    if (envelope.has(name)) continue;
    if (!type.fields.has(name)) return `\`${type.name}\` has no field \`${name}\``;
    const field = fields[name];
    const problem = field === undefined ? referenceProblem(value) : problemOf(value, field.type);
    if (problem !== null) return `\`${name}\` ${problem}`;
  }
  const missing = Object.values(fields).find(
    (field) =>
      isNonNullType(field.type) &&
      isLeafType(getNamedType(field.type)) &&
      type.fields.has(field.name) &&
      !Object.hasOwn(record, field.name),
  );
  return missing ? `\`${missing.name}\` is missing` : null;
}

function problemOf(value: unknown, type: GraphQLOutputType): string | null {
  if (value === null || value === undefined) return isNonNullType(type) ? 'may not be null' : null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    if (!Array.isArray(value)) return 'must be a list';
    return firstProblem(value.map((item: unknown) => problemOf(item, nullable.ofType)));
  }
  if (isEnumType(nullable)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return nullable.getValue(text) ? null : `may not be \`${text}\``;
  }
  if (isScalarType(nullable)) return scalarProblem(value, nullable.name);
  const nested = isObjectType(nullable) && !isReference(nullable.getFields()) ? nullable.getFields() : null;
  if (nested === null) return referenceProblem(value);
  if (typeof value !== 'object') return 'must be an object';
  const values = new Map<string, unknown>(Object.entries(value));
  const unknownName = [...values.keys()].find((name) => nested[name] === undefined);
  if (unknownName !== undefined) return `has no field \`${unknownName}\``;
  return firstProblem(Object.values(nested).map((field) => problemOf(values.get(field.name), field.type)));
}

/** Records and nations are named, not held. */
const isReference = (fields: Readonly<Record<string, unknown>>): boolean =>
  'marking' in fields || 'code' in fields || Object.keys(fields).join() === 'id';

const referenceProblem = (value: unknown): string | null =>
  firstProblem(
    (Array.isArray(value) ? value : [value]).map((item: unknown) =>
      item === null || typeof item === 'string' ? null : 'must name records by id and nations by code',
    ),
  );

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const partialDate = /^\d{4}(-\d\d(-\d\d)?)?$/;

function scalarProblem(value: unknown, scalar: string): string | null {
  switch (scalar) {
    case 'DateTime':
      return typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value))
        ? null
        : 'must be a time such as `2024-05-17T08:00:00.000Z`';
    case 'PartialDate':
      return typeof value === 'string' && isPartialDate(value)
        ? null
        : 'must be a date such as `2024`, `2024-05` or `2024-05-17`';
    case 'Int':
      return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31 ? null : 'must be an integer of 32 bits';
    case 'Long':
      return Number.isSafeInteger(value) ? null : 'must be an integer up to 2^53 - 1';
    case 'Float':
      return Number.isFinite(value) ? null : 'must be a number';
    case 'Boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    default:
      return typeof value === 'string' && isText(value) ? null : 'must be text, without NUL';
  }
}

/** Of the calendar, as far as it goes. */
function isPartialDate(value: string): boolean {
  if (!partialDate.test(value)) return false;
  const day = new Date(`${value}${'-01-01'.slice(value.length - 4)}`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/** What the store can hold. */
export const isText = (value: string): boolean => value.isWellFormed() && !value.includes('\0');

const firstProblem = (problems: readonly (string | null)[]): string | null =>
  problems.find((problem) => problem !== null) ?? null;
