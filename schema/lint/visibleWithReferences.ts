import { isObjectType } from 'graphql';
import { applied, isApplied, texts } from './applied.ts';
import type { Rule } from './Contract.ts';

/** @visibleWith names references of the object: only they can be hidden by another nation. */
export const visibleWithReferences: Rule = ({ schema }) =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      applied(type, 'visibleWith')
        .flatMap(({ fields }) => texts(fields))
        .filter((name) => !isApplied(type.getFields()[name] ?? {}, 'route'))
        .map((name) => ({ at: type.name, message: `@visibleWith names \`${name}\`, which is no field under @route` })),
    );
