import { isInterfaceType, type GraphQLInterfaceType } from 'graphql';
import type { ContractModel } from '../contract/ContractModel.ts';

/** Does it depend on the type of an object, or on its owner, whether a reader may have it? */
export function hasDecidedTypes(
  { schema, isLabelled, ownerKey }: ContractModel,
  { name }: GraphQLInterfaceType,
): boolean {
  const whole = schema.getType(name);
  const types = isInterfaceType(whole) ? schema.getPossibleTypes(whole) : [];
  return types.some((type) => isLabelled(type.name) || ownerKey(type.name) !== null);
}
