import { getNamedType, isObjectType } from 'graphql';
import { applied, isApplied } from './applied.ts';
import type { Rule } from './Contract.ts';

/** The `by` of an @event names a root field that reads one record by id, of the type `topic`, which the alert carries. */
export const eventsAreAnswered: Rule = ({ schema, fields }) =>
  fields.flatMap(({ at, definition }) =>
    applied(definition, 'event').flatMap(({ topic, by }) => {
      const answer = schema.getQueryType()?.getFields()[String(by)];
      const alert = getNamedType(definition.type);
      if (answer === undefined || !isApplied(answer, 'route')) {
        return [{ at, message: `there is no root field \`${String(by)}\` under @route; name one in @event(by:)` }];
      }
      const record = getNamedType(answer.type);
      if (record.name !== topic)
        return [{ at, message: `\`${String(by)}\` reads \`${record.name}\`, not \`${String(topic)}\`` }];
      const carried = isObjectType(alert) ? Object.values(alert.getFields()) : [];
      if (carried.some(({ type }) => getNamedType(type) === record)) return [];
      return [{ at, message: `\`${String(by)}\` reads \`${record.name}\`, which \`${alert.name}\` does not carry` }];
    }),
  );
