import { GraphQLError, isScalarType, isSpecifiedScalarType, valueFromASTUntyped, type GraphQLSchema } from 'graphql';
import type { ContractModel } from '../contract/ContractModel.ts';
import { isLeafValue, isOpenScalar } from './leaf.ts';

/**
 * Makes the contract's own scalars refuse, in literals and variables, what is no value of theirs: a nation would answer
 * that with an error, and stand there as one that did not answer. Changes the schema and returns it.
 */
export function checkInputs(schema: GraphQLSchema, model: ContractModel): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || isSpecifiedScalarType(type) || isOpenScalar(model, type.name)) continue;
    type.parseValue = (value) => {
      if (!isText(type.name, value) && !isLeafValue(type, value)) throw new GraphQLError(`not a ${type.name}`);
      return value;
    };
    type.parseLiteral = (node, variables) => type.parseValue(valueFromASTUntyped(node, variables));
  }
  return schema;
}

/** A code that nobody has is a question like another. */
const isText = (typeName: string, value: unknown): boolean => typeName === 'NationCode' && typeof value === 'string';
