import { getNamedType, isLeafType } from 'graphql';
import { isApplied } from './applied.ts';
import type { Field, Rule } from './Contract.ts';
import { connectionIn, isLabelled, isList } from './shapes.ts';

/** Every list of objects that readers get states its order, and how long it may become if it has no pages. */
export const ordersAreStated: Rule = ({ fields }) =>
  fields.flatMap((field) => {
    const { at, definition } = field;
    const text = descriptionOf(field);
    return [
      ...(isOrdered(field) && !text.includes('Order: ')
        ? [{ at, message: 'say in its description `Order: ...`, by which fields and which comes first' }]
        : []),
      ...(isList(definition.type) && isLabelled(definition.type) && !/At most \d+\./.test(text)
        ? [{ at, message: 'lists records without pages; say in its description `At most N.`' }]
        : []),
    ];
  });

/** The edges of a connection are in the order of the field that returns it, problems in that of the input. */
function isOrdered({ definition }: Field): boolean {
  if (connectionIn(definition.type)) return true;
  if (isApplied(definition, 'inaccessible') || ['edges', 'problems'].includes(definition.name)) return false;
  return isList(definition.type) && !isLeafType(getNamedType(definition.type));
}

/** A field without one has that of the interface. */
const descriptionOf = ({ owner, definition }: Field): string =>
  definition.description ??
  owner
    .getInterfaces()
    .map((type) => type.getFields()[definition.name]?.description ?? '')
    .join(' ');
