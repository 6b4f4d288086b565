import { isEnumType, isScalarType, type GraphQLNamedType } from 'graphql';
import type { ContractModel } from '../contract/ContractModel.ts';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isInt: Check = (value) => Number.isInteger(value) && Math.abs(Number(value)) <= 2 ** 31;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const partialDate = /^\d{4}(-\d\d(-\d\d)?)?$/;

const scalars: Readonly<Record<string, Check>> = {
  String: isText,
  ID: isText,
  Int: isInt,
  Float: (value) => Number.isFinite(value),
  Boolean: (value) => typeof value === 'boolean',
  Long: (value) => Number.isSafeInteger(value),
  DateTime: (value) => typeof value === 'string' && dateTime.test(value) && !Number.isNaN(Date.parse(value)),
  PartialDate: (value) => typeof value === 'string' && partialDate.test(value),
  NationCode: (value) => typeof value === 'string' && /^[A-Z][A-Z-]{1,15}$/.test(value),
  JSON: () => true,
};

/** Whether something is a value that the scalar or enum can have. A scalar that the contract's common part does not know is text. */
export function leafCheck(type: GraphQLNamedType): Check {
  if (isEnumType(type)) return (value) => typeof value === 'string' && type.getValue(value) !== undefined;
  return isScalarType(type) ? (scalars[type.name] ?? isText) : () => false;
}

/** Of a scalar that only central subgraphs have, they alone know what it can be. */
export const isOpenScalar = ({ centralScalars }: ContractModel, name: string): boolean =>
  centralScalars.has(name) && !Object.hasOwn(scalars, name);

export const isLeafValue = (type: GraphQLNamedType, value: unknown): boolean => leafCheck(type)(value);
