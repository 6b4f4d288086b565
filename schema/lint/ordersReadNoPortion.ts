import { isEnumType } from 'graphql';
import type { GraphQLEnumType, GraphQLEnumValue, GraphQLSchema } from 'graphql';
import { applied, isApplied, texts } from './applied.ts';
import type { Finding, Rule } from './Contract.ts';
import { atLeast, openFloor } from './Floor.ts';
import { followPath } from './followPath.ts';

/** A list is sorted by what every reader of a record sees of it: a place in a list tells the key. */
export const ordersReadNoPortion: Rule = ({ schema, inputs }) => {
  const orders = inputs
    .filter(({ definition }) => definition.name === 'orderBy')
    .map(({ definition }) => schema.getType(definition.type.toString().replaceAll(/[[\]!]/g, '')))
    .filter(isEnumType);
  return [...new Set(orders)].flatMap((order) =>
    order.getValues().flatMap((value) => findingsOf(schema, order, value)),
  );
};

function findingsOf(schema: GraphQLSchema, order: GraphQLEnumType, value: GraphQLEnumValue): readonly Finding[] {
  const at = `${order.name}.${value.name}`;
  const paths = applied(value, 'reads').flatMap(({ field }) => texts(field));
  if (paths.length !== 1) return [{ at, message: 'say with one @reads what the list is sorted by' }];
  return paths.flatMap((path) => {
    const read = followPath(schema, path);
    if ('broken' in read) return [{ at, message: `@reads \`${path}\`: ${read.broken}` }];
    if (!read.fields.some((field) => isApplied(field, 'portion')) && atLeast(openFloor, read.floor)) return [];
    return [{ at, message: `sorts by \`${path}\`, which is a portion or classified; sort by what every reader sees` }];
  });
}
