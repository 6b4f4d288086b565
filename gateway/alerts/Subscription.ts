// What a reader subscribes to: the operation, found good once, before its stream begins.
import {
  getArgumentValues,
  getVariableValues,
  Kind,
  OperationTypeNode,
  TypeInfo,
  validate,
  ValuesOfCorrectTypeRule,
  visit,
  visitWithTypeInfo,
  getNamedType,
  isAbstractType,
  isObjectType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { nationOf } from '../../schema/id.ts';
import type { AlertRule } from '../contract/AlertRule.ts';
import type { FloorDecision } from '../contract/floor.ts';
import { CodedError } from '../errors.ts';
import { collectFields, type Selecting } from '../federation/collectFields.ts';
import type { LoadedContract } from '../federation/LoadedContract.ts';
import { decideLiteral, deniedVariables } from '../operation/deniedValue.ts';
import type { ReaderClass } from '../operation/readerClass.ts';
import { requiredVariables } from '../operation/requiredVariables.ts';
import { alertQuery } from './alertQuery.ts';

export interface Subscription {
  readonly rule: AlertRule;
  /** The reader's field of the root, with all that is asked below it. */
  readonly asked: readonly FieldNode[];
  readonly selecting: Selecting;
  /** Coerced, defaults included. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What answers each event. */
  readonly query: DocumentNode;
  /** As the reader sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Does it ask for nothing but the record itself? Then its markings, and whom they name, are all that its answer depends on. */
  readonly isFlat: boolean;
}

export interface SubscriptionRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** `request` is valid GraphQL of this contract. */
export function readSubscription(
  contract: LoadedContract,
  readers: ReaderClass,
  { document, operation, variables }: SubscriptionRequest,
): Subscription | CodedError {
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return new CodedError('BAD_REQUEST');
  const { apiSchema: schema, model } = contract;
  const [problem] = validate(schema, document, [ValuesOfCorrectTypeRule], { maxErrors: 1 });
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  if (problem || coerced.errors) return badInput(problem?.message ?? coerced.errors?.[0]?.message);
  const missing = [...requiredVariables(schema, document)].find((name) => coerced.coerced[name] === null);
  if (missing !== undefined) return badInput(`the variable \`${missing}\` must not be null`);
  const root = schema.getSubscriptionType();
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const selecting = { schema, fragments, variables: coerced.coerced };
  const [asked = []] = root ? [...collectFields(selecting, root, [operation.selectionSet]).values()] : [];
  const [node] = asked;
  const rule = node && contract.alerts.get(node.name.value);
  const definition = node && root?.getFields()[node.name.value];
  if (!node || !rule || !definition) return new CodedError('BAD_REQUEST');
  const denied = deniedVariables(model.schema, readers, operation, coerced.coerced);
  const shut = shutBy(readers, rule, node, definition.args, denied);
  if (shut !== 'permit') return refusedBy(shut);
  return {
    rule,
    asked,
    selecting,
    arguments: getArgumentValues(definition, node, coerced.coerced),
    query: alertQuery(rule, document, operation),
    variables,
    isFlat: isFlat(contract, rule, document),
  };
}

/** The nations whose records may be told of; null: all. */
export function scopeOf({ rule, arguments: values }: Subscription): readonly string[] | null {
  if (rule.routedBy !== null) {
    const nation = nationOf(String(values[rule.routedBy]));
    return nation === null ? [] : [nation];
  }
  const { nations } = values;
  return Array.isArray(nations) ? nations.map(String) : null;
}

/** The floors under the subscription itself, its arguments and what an alert says beside the record. */
function shutBy(
  readers: ReaderClass,
  rule: AlertRule,
  node: FieldNode,
  definitions: readonly { readonly name: string; readonly type: Parameters<typeof decideLiteral>[1] }[],
  denied: ReadonlyMap<string, FloorDecision>,
): FloorDecision {
  const at = `Subscription.${rule.name}`;
  const decisions = [
    readers.decide(at),
    readers.decide(rule.alert.name),
    ...Object.keys(rule.alert.getFields()).map((name) => readers.decide(`${rule.alert.name}.${name}`)),
    ...(node.arguments ?? []).flatMap(({ name, value }) => [
      readers.decide(`${at}.${name.value}`),
      decideLiteral(readers, definitions.find((one) => one.name === name.value)?.type, value, denied),
    ]),
  ];
  return decisions.find((decision) => decision === 'deny') ?? decisions.find((one) => one !== 'permit') ?? 'permit';
}

const refusedBy = (decision: Exclude<FloorDecision, 'permit'>): CodedError =>
  decision === 'deny'
    ? new CodedError('UNAUTHORIZED_FIELD_OR_TYPE')
    : new CodedError('STEP_UP_REQUIRED', { requiredAal: decision.requiredAal });

const badInput = (message: string | undefined): CodedError => new CodedError('BAD_USER_INPUT', {}, message);

function isFlat({ apiSchema, model }: LoadedContract, rule: AlertRule, document: DocumentNode): boolean {
  const types = new TypeInfo(apiSchema);
  let flat = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: () => {
        const type = getNamedType(types.getType());
        if (isAbstractType(type)) flat = false;
        if (isObjectType(type) && type.name !== rule.topic && model.isLabelled(type.name)) flat = false;
        if (isObjectType(type) && type.name === rule.topic && types.getParentType()?.name !== rule.alert.name)
          flat = false;
      },
    }),
  );
  return flat;
}
