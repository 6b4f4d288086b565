import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { applied, isApplied, texts } from './applied.ts';
import type { Rule } from './Contract.ts';
import { isList } from './shapes.ts';

/**
 * @reference(with:) names what goes to another nation with the record: values and references of the record itself, never
 * a list, a portion or anything classified.
 */
export const handedOverPlainly: Rule = ({ inputs, schema }) =>
  inputs.flatMap(({ at, definition }) =>
    applied(definition, 'reference').flatMap(({ to, with: names }) => {
      const type = schema.getType(String(to));
      return texts(names)
        .filter((name) => {
          const field = isObjectType(type) ? type.getFields()[name] : undefined;
          if (field === undefined || isList(field.type)) return true;
          if (isApplied(field, 'portion') || isApplied(field, 'classified')) return true;
          return !isLeafType(getNamedType(field.type)) && !isApplied(field, 'route');
        })
        .map((name) => ({
          at,
          message: `\`${name}\` of \`${String(to)}\` does not go with it; name a plain value or reference`,
        }));
    }),
  );
