// What a central subgraph is told of an object that it is asked to say more of (Federation, entity representations).
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { isAbstractType } from 'graphql';
import type { ContractModel } from '../contract/ContractModel.ts';
import { Planted } from './plantErrors.ts';
import { Entry } from './tree.ts';

type Representation = Record<string, unknown>;

/**
 * As stock ApolloGateway does it: what a subgraph has left null for an error is null, and of the ways to ask about an
 * object those are left out for which it lacks something. A failure: there is none left, and this is why. Undefined:
 * nothing tells why.
 */
export function represent(
  model: ContractModel,
  entry: Entry,
  requires: readonly QueryPlanSelectionNode[],
): Representation | Planted | undefined {
  const representation: Representation = {};
  let failure: Planted | undefined;
  for (const selection of requires) {
    if (selection.kind === 'InlineFragment') {
      if (selection.typeCondition !== undefined && !isOf(model)(entry.type, selection.typeCondition)) continue;
      const part = represent(model, entry, selection.selections);
      if (part instanceof Planted) failure = part;
      else Object.assign(representation, part);
    } else if (selection.name === '__typename') representation['__typename'] = entry.type;
    else {
      const value = entry.values[selection.name];
      if (value === undefined || (value instanceof Error && !isNull(value)))
        return Object.values(entry.values).find(isMissing);
      representation[selection.name] = representValue(model, value, selection.selections ?? []);
    }
  }
  return failure && !('__typename' in representation) ? failure : representation;
}

function representValue(model: ContractModel, value: unknown, selections: readonly QueryPlanSelectionNode[]): unknown {
  if (Array.isArray(value)) return value.map((item) => representValue(model, item, selections));
  if (value instanceof Error) return null;
  if (!(value instanceof Entry)) return value;
  const part = value.admission === 'hidden' ? undefined : represent(model, value, selections);
  return part instanceof Planted ? null : (part ?? null);
}

/** Its subgraph has said that it is null, and told why. */
const isNull = (value: unknown): boolean => value instanceof Planted && !value.isBeside;

const isMissing = (value: unknown): value is Planted => value instanceof Planted && value.isBeside;

export const isOf =
  ({ schema }: ContractModel) =>
  (typeName: string, condition: string): boolean => {
    if (condition === typeName) return true;
    const [abstract, type] = [schema.getType(condition), schema.getType(typeName)];
    return (
      isAbstractType(abstract) && type !== undefined && 'getInterfaces' in type && schema.isSubType(abstract, type)
    );
  };
