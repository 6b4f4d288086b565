import { getNamedType, isEnumType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { applied, isApplied, texts } from './applied.ts';
import type { Arguments, Element } from './applied.ts';
import type { Contract, Finding, Rule } from './Contract.ts';
import { isLabelled } from './shapes.ts';

/**
 * A subscription says which events make its alerts: by itself, or by the one enum of its alert. Its alert can be resumed
 * behind and tells the time; what @alert names is there.
 */
export const alertsHappen: Rule = (contract) =>
  contract.fields
    .filter(({ definition }) => isApplied(definition, 'event'))
    .flatMap(({ at, definition }) => {
      const alert = getNamedType(definition.type);
      const fields = isObjectType(alert) ? Object.values(alert.getFields()) : [];
      const kinds = fields.filter(({ type }) => momentsOfKinds(type).length > 0);
      const own = applied(definition, 'alert');
      const problems: Finding[] = ['cursor', 'at']
        .filter((name) => !fields.some((field) => field.name === name))
        .map((name) => ({ at, message: `its alert \`${alert.name}\` has no \`${name}\`` }));
      if (own.length === 0 && kinds.length !== 1)
        problems.push({ at, message: 'put @alert on it, or on the values of one enum of its alert' });
      if (own.length > 0 && kinds.length > 0)
        problems.push({ at, message: 'has @alert, and so have kinds of its alert: leave one out' });
      const topic = String(applied(definition, 'event')[0]?.['topic']);
      const moments = [...own, ...kinds.flatMap(({ type }) => momentsOfKinds(type))];
      return [...problems, ...moments.flatMap((moment) => problemsOf(moment, topic, at, contract))];
    });

const momentsOfKinds = (type: Parameters<typeof getNamedType>[0]): readonly Arguments[] => {
  const named = getNamedType(type);
  return isEnumType(named) ? named.getValues().flatMap((value: Element) => applied(value, 'alert')) : [];
};

function problemsOf(moment: Arguments, topic: string, at: string, { schema }: Contract): readonly Finding[] {
  const [type] = texts(moment['type']);
  const [field] = texts(moment['field']);
  if (type === undefined) {
    if (field === undefined || hasField(schema, topic, field)) return [];
    return [{ at, message: `\`${topic}\` has no field \`${field}\` to be told of` }];
  }
  const other = schema.getType(type);
  const ends = isObjectType(other) ? applied(other, 'visibleWith').flatMap(({ fields }) => texts(fields)) : [];
  if (moment['when'] === 'INSERTED' && isObjectType(other) && isLabelled(other) && ends.includes(field ?? ''))
    return [];
  return [
    { at, message: `\`${type}\` must be a record that shows with what its \`${field ?? ''}\` names (@visibleWith)` },
  ];
}

function hasField(schema: GraphQLSchema, type: string, field: string): boolean {
  const found = schema.getType(type);
  return isObjectType(found) && field in found.getFields();
}
