import { getNamedType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLNamedType } from 'graphql';
import { applied, isApplied } from './applied.ts';
import type { Contract, Rule } from './Contract.ts';
import { isLabelled } from './shapes.ts';

/** @reference sits on an ID and names a kind of record that the gateway can fetch by it, to see whether the reader may know it. */
export const referencesExist: Rule = (contract) =>
  contract.inputs.flatMap(({ at, definition }) =>
    applied(definition, 'reference').flatMap(({ to }) => {
      if (getNamedType(definition.type).name !== 'ID')
        return [{ at, message: '@reference is for an ID; change its type' }];
      if (isFetchable(contract, contract.schema.getType(String(to)))) return [];
      return [{ at, message: `there is no record type \`${String(to)}\` with \`@key(fields: "id")\`; name one` }];
    }),
  );

const isFetchable = ({ central }: Contract, type: GraphQLNamedType | undefined): boolean => {
  if (!type || !isLabelled(type)) return false;
  return isInterfaceType(type) || (isObjectType(type) && (isApplied(type, 'route') || central.has(type.name)));
};
