// From the answer of the query to the alert, as its reader asked for it.
import { assertObjectType, type FieldNode, type GraphQLFormattedError } from 'graphql';
import { isRecord } from '../../schema/isRecord.ts';
import type { AlertFilter, AlertRule } from '../contract/AlertRule.ts';
import { formatError } from '../errors.ts';
import { collectFields, type Selecting } from '../federation/collectFields.ts';
import type { GatewayAnswer } from '../federation/GatewayParts.ts';
import { responseKey } from '../operation/selections.ts';
import { filterKey, named, ours, referenceKey } from './alertQuery.ts';

/** What of an alert does not come from the record. */
export interface AlertFacts {
  readonly cursor: string;
  readonly kind: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface AlertFrame {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** The record in an answer; null: there is none that the reader may have, or none of those that the arguments name. */
export function recordIn({ data }: GatewayAnswer, rule: AlertRule): Readonly<Record<string, unknown>> | null {
  if (rule.references.some((_, index) => !isRecord(data?.[referenceKey(index)]))) return null;
  const [, found] = Object.entries(data ?? {}).find(([key, value]) => !key.startsWith(named) && isRecord(value)) ?? [];
  return isRecord(found) && rule.filters.every((_, index) => filterKey(index) in found) ? found : null;
}

/** Does the record, as the reader sees it, meet all that the arguments ask? What is not given asks for nothing. */
export function meets(
  record: Readonly<Record<string, unknown>>,
  filters: readonly AlertFilter[],
  values: Readonly<Record<string, unknown>>,
): boolean {
  return filters.every(({ argument, path, atLeast }, index) => {
    const wanted = values[argument];
    if (wanted === null || wanted === undefined) return true;
    const found = valuesAt(record[filterKey(index)], path.slice(1));
    if (atLeast) return found.some((value) => place(value, atLeast) >= place(wanted, atLeast));
    const any: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    return found.some((value) => any.includes(value));
  });
}

const place = (value: unknown, order: readonly string[]): number =>
  typeof value === 'string' ? order.indexOf(value) : -1;

function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [first, ...rest] = path;
  if (first === undefined) return [value];
  return isRecord(value) ? valuesAt(value[first], rest) : [];
}

export function alertFrame(
  rule: AlertRule,
  asked: readonly FieldNode[],
  selecting: Selecting,
  { data, errors = [] }: GatewayAnswer,
  { cursor, kind, at }: AlertFacts,
): AlertFrame {
  const [node] = asked;
  const key = node ? responseKey(node) : rule.name;
  const sets = asked.flatMap(({ selectionSet }) => selectionSet ?? []);
  const valueOf = (name: string, inner: string): unknown => {
    switch (name) {
      case '__typename':
        return rule.alert.name;
      case 'cursor':
        return cursor;
      case 'at':
        return new Date(at).toISOString();
      case rule.kind:
        return kind;
      default:
        return withoutOurs(data?.[inner] ?? null);
    }
  };
  // The rule was read from another schema, and fragments apply to types of one and the same.
  const type = assertObjectType(selecting.schema.getType(rule.alert.name));
  const fields = [...collectFields(selecting, type, sets)].map(
    ([inner, [first]]) => [inner, valueOf(first?.name.value ?? '', inner)] as const,
  );
  const told = errors
    .filter(({ path = [] }) => !path.some((step) => String(step).startsWith(ours)))
    .map((error) => {
      const { path, ...rest } = formatError(error.toJSON());
      return { ...rest, ...(path && { path: [key, ...path] }) };
    });
  return { data: { [key]: Object.fromEntries(fields) }, ...(told.length > 0 && { errors: told }) };
}

const withoutOurs = (value: unknown): unknown =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith(ours))) : value;
