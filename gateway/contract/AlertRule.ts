// What the contract says of each subscription: which events of records make its alerts, and how they are answered.
import {
  getDirectiveValues,
  getNamedType,
  isEnumType,
  isListType,
  isObjectType,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** One kind of event that makes an alert. */
export interface AlertMoment {
  readonly when: 'INSERTED' | 'RELEASED' | 'UPDATED';
  readonly field: string | null;
  readonly type: string | null;
  /** What the alert is then called, where alerts have kinds. */
  readonly kind: string | null;
}

/** A value of an argument that the record is compared with, as the reader sees it. */
export interface AlertFilter {
  readonly argument: string;
  readonly path: readonly string[];
  /** The values of the enum in their order, where the field must have that value or a later one. */
  readonly atLeast: readonly string[] | null;
}

/** An argument that names a record: where the reader may not have that, they are told of nothing. */
export interface AlertReference {
  readonly argument: string;
  /** The root field that reads such a record, and the argument that takes its id. */
  readonly by: string;
  readonly id: string;
}

export interface AlertRule {
  /** Name of the subscription's root field. */
  readonly name: string;
  /** Type of its alerts, the field of it that carries the record, and the one that says the kind. */
  readonly alert: GraphQLObjectType;
  readonly carries: string;
  readonly kind: string | null;
  /** Type of the records, and the root field that reads one, by its argument. */
  readonly topic: string;
  readonly by: string;
  readonly argument: string;
  readonly moments: readonly AlertMoment[];
  readonly filters: readonly AlertFilter[];
  readonly references: readonly AlertReference[];
  /** The argument whose id names the only nation in scope. */
  readonly routedBy: string | null;
}

/** By name of the subscription. Those that the lint would refuse are left out: nothing could answer them. */
export function readAlertRules(schema: GraphQLSchema): ReadonlyMap<string, AlertRule> {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  const rules = fields.flatMap((field) => ruleOf(schema, field) ?? []);
  return new Map(rules.map((rule) => [rule.name, rule]));
}

type Holder = Parameters<typeof getDirectiveValues>[1] | null | undefined;

function ruleOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): AlertRule | null {
  const [event] = applied(schema, 'event', field.astNode);
  const alert = getNamedType(field.type);
  const by = schema.getQueryType()?.getFields()[text(event?.['by']) ?? ''];
  const argument = text(applied(schema, 'route', by?.astNode)[0]?.['by']);
  if (!event || !by || argument === null || !isObjectType(alert)) return null;
  const topic = getNamedType(by.type).name;
  const carried = Object.values(alert.getFields());
  const carries = carried.find(({ type }) => getNamedType(type).name === topic);
  if (!carries) return null;
  const references = field.args.flatMap(({ name, astNode }) => {
    const to = text(applied(schema, 'reference', astNode)[0]?.['to']);
    return to === null ? [] : [referenceTo(schema, name, to)];
  });
  if (references.includes(null)) return null;
  const own = momentsOf(schema, field.astNode, null);
  const kinds = carried.flatMap(({ name, type }) => {
    const moments = momentsOfKinds(schema, getNamedType(type));
    return moments.length > 0 ? [{ name, moments }] : [];
  });
  return {
    name: field.name,
    alert,
    carries: carries.name,
    kind: kinds[0]?.name ?? null,
    topic,
    by: by.name,
    argument,
    moments: [...own, ...(kinds[0]?.moments ?? [])],
    filters: field.args.flatMap((each) => {
      const [reads] = applied(schema, 'reads', each.astNode);
      const path = text(reads?.['field'])?.split('.').slice(1);
      if (!path) return [];
      const named = getNamedType(each.type);
      const order = reads?.['atLeast'] === true && isEnumType(named) ? valuesOf(named) : null;
      return [{ argument: each.name, path, atLeast: order }];
    }),
    references: references.filter((one) => one !== null),
    routedBy: text(applied(schema, 'route', field.astNode)[0]?.['by']),
  };
}

/** By the root field that reads one record of the type; null: there is none. */
function referenceTo(schema: GraphQLSchema, argument: string, type: string): AlertReference | null {
  for (const { name, type: found, args, astNode } of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const id = text(applied(schema, 'route', astNode)[0]?.['by']);
    const named = args.find((each) => each.name === id);
    const to = applied(schema, 'reference', named?.astNode)[0]?.['to'];
    if (id !== null && to === type && getNamedType(found).name === type) return { argument, by: name, id };
  }
  return null;
}

function momentsOfKinds(schema: GraphQLSchema, type: unknown): readonly AlertMoment[] {
  if (!isEnumType(type) || isListType(type)) return [];
  return type.getValues().flatMap(({ name, astNode }) => momentsOf(schema, astNode, name));
}

const momentsOf = (schema: GraphQLSchema, node: Holder, kind: string | null): readonly AlertMoment[] =>
  applied(schema, 'alert', node).map(({ when, field, type }) => ({
    when: when as AlertMoment['when'],
    field: text(field),
    type: text(type),
    kind,
  }));

const valuesOf = (type: GraphQLEnumType): readonly string[] => type.getValues().map(({ name }) => name);

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The arguments of every application, repeated ones included. */
function applied(schema: GraphQLSchema, name: string, node: Holder): readonly Record<string, unknown>[] {
  const definition = schema.getDirective(name);
  if (!definition) return [];
  return (node?.directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) => getDirectiveValues(definition, { directives: [directive] }) ?? {});
}
