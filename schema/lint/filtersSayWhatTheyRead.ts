import { getNamedType, isInputObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLInputField } from 'graphql';
import { applied, isApplied } from './applied.ts';
import type { Field, Finding, Rule } from './Contract.ts';
import { connectionIn, isList } from './shapes.ts';

const notFilters = ['first', 'after', 'orderBy', 'nations'];

/**
 * Every value by which a list, a summary or a stream is narrowed names what it reads: else no floor would guard it. What
 * @match reads stands there.
 */
export const filtersSayWhatTheyRead: Rule = ({ fields }) =>
  fields.filter(isNarrowed).flatMap(({ at, definition }) => {
    const routedBy = applied(definition, 'route').map(({ by }) => by);
    return definition.args
      .filter(({ name }) => !notFilters.includes(name) && !routedBy.includes(name))
      .flatMap((argument) => unread(`${at}(${argument.name}:)`, argument));
  });

const isNarrowed = ({ definition }: Field): boolean => !isApplied(definition, 'match') && isListed(definition);

const isListed = (definition: Field['definition']): boolean =>
  connectionIn(definition.type) !== null ||
  isList(definition.type) ||
  isApplied(definition, 'gather') ||
  isApplied(definition, 'event');

function unread(at: string, input: GraphQLArgument | GraphQLInputField): readonly Finding[] {
  if (isApplied(input, 'reads')) return [];
  const type = getNamedType(input.type);
  if (!isInputObjectType(type))
    return [{ at, message: 'narrows a list; say with @reads which field it is compared with' }];
  return Object.values(type.getFields()).flatMap((field) => unread(`${type.name}.${field.name}`, field));
}
