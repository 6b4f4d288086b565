import { getNamedType, getNullableType, isListType, isNonNullType } from 'graphql';
import { isApplied } from './applied.ts';
import type { Field, Rule } from './Contract.ts';
import { isList, isRoot } from './shapes.ts';

/**
 * What may be hidden or not answered is nullable, and so are the items of a list of references: a `!` would take the
 * parent away with it, and so tell that there is something.
 */
export const mayBeNull: Rule = ({ fields }) =>
  fields.flatMap((field) => {
    const reason = whyNull(field);
    const { at, definition } = field;
    if (reason === null) return [];
    if (isNonNullType(definition.type)) return [{ at, message: `${reason}; remove the \`!\` at the end of its type` }];
    const type = getNullableType(definition.type);
    if (isReference(field) && isListType(type) && isNonNullType(type.ofType)) {
      return [{ at, message: 'lists references; remove the `!` from its items' }];
    }
    return [];
  });

function whyNull(field: Field): string | null {
  const { definition, owner } = field;
  const type = getNamedType(definition.type);
  if (isApplied(definition, 'portion')) return 'is a portion';
  if (isApplied(definition, 'classified')) return 'is classified';
  if (isApplied(type, 'classified') && !isEdge(field)) return `its type \`${type.name}\` is classified`;
  if (isApplied(definition, 'gather')) return 'is gathered';
  if (isApplied(definition, 'match')) return 'needs the nation that holds the record named';
  if (isReference(field)) return 'is a reference';
  if (isApplied(definition, 'route')) return 'is routed to one nation';
  if (isApplied(definition, 'event')) return 'is an event that the reader may not see';
  if (isApplied(type, 'visibleWith') && !isList(definition.type) && !isEdge(field)) {
    return `\`${owner.name}\` may outlive its \`${type.name}\`, which is under @visibleWith`;
  }
  return null;
}

const isReference = ({ definition, owner }: Field): boolean => isApplied(definition, 'route') && !isRoot(owner);

/** An edge goes with its node. */
const isEdge = ({ owner, definition }: Field): boolean => definition.name === 'node' && 'cursor' in owner.getFields();
