// Completion (GraphQL, 6.4.3), compiled: what the reader's own document says of every field is found out once, and the
// values are then only copied. Nulls, order, leaf values and the places of errors are those of graphql-js.
import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLInterfaceType,
  type GraphQLLeafType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { CodedError } from '../errors.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import type { FloorDecision } from '../contract/floor.ts';
import { treeKey } from '../operation/selections.ts';
import { hasDecidedTypes } from './hasDecidedTypes.ts';
import { Spliced } from './Spliced.ts';
import { Values } from './Values.ts';
import { conditionalVariables } from './conditions.ts';
import { collectFields, type Selecting } from './collectFields.ts';

/** One field of an object, as the reader asks for it. */
export interface SelectedField {
  /** In the answer. */
  readonly key: string;
  /** In the tree. */
  readonly treeKey: string;
  readonly typeName: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  /** Answered by the gateway, from the marking of the object. */
  readonly isFromMarking: boolean;
}

/** Where a value stands in the answer. */
export interface Place {
  readonly above: Place | null;
  readonly key: string | number;
}

/** The tree, as completion asks it for values. */
export interface Source {
  /** Errors among the values stand for what they left null. */
  readonly valueOf: (object: unknown, field: SelectedField) => unknown;
  /** Is the value there for this reader? What is not is null, and in a list it is not there at all. */
  readonly exists: (value: unknown) => boolean;
  /** An interface, where that is all that is known. */
  readonly typeOf: (object: unknown) => string | undefined;
  /** What kept the object type of an object from being known. */
  readonly whyUntyped: (object: unknown) => Error;
  /** The error that the reader is told of, where `error` left a null. */
  readonly locate: (error: unknown, nodes: readonly FieldNode[], path: readonly (string | number)[]) => GraphQLError;
}

export type Complete = (source: Source, root: unknown) => ExecutionResult;

export interface Completion {
  readonly model: ContractModel;
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly denied: ReadonlyMap<FieldNode, FloorDecision>;
}

/** Compiled for each way in which `@include` and `@skip` can turn out, as far as these come up; few do. */
export function compileCompletion(completion: Completion): (variables: Readonly<Record<string, unknown>>) => Complete {
  const names = conditionalVariables(completion.document);
  const compiled = new Map<string, Complete>();
  return (variables) => {
    const key = names.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const known = compiled.get(key);
    if (known) return known;
    const complete = compile(completion, Object.fromEntries(names.map((name) => [name, variables[name] === true])));
    if (compiled.size < mostCompiled) compiled.set(key, complete);
    return complete;
  };
}

const mostCompiled = 16;

interface Completing extends Source {
  readonly errors: GraphQLError[];
}

/** Throws where a null must go up. `key` and what is `above` say where the value stands. */
type CompleteValue = (run: Completing, value: unknown, above: Place | null, key: string | number) => unknown;
type CompleteFields = (run: Completing, object: unknown, place: Place | null) => Record<string, unknown>;

/** What an object can be known as. */
type Instance = GraphQLObjectType | GraphQLInterfaceType;

const isInstance = (type: GraphQLNamedType | undefined): type is Instance =>
  isObjectType(type) || isInterfaceType(type);

function compile(
  { model, schema, document, operationName, denied }: Completion,
  variables: Readonly<Record<string, unknown>>,
): Complete {
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const selecting: Selecting = { schema, fragments, variables };
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) throw new TypeError('the document holds no such operation');

  const objectOf = (type: Instance, sets: readonly SelectionSetNode[]): CompleteFields => {
    const fields = [...collectFields(selecting, type, sets)].map(([key, nodes]) => fieldOf(type, key, nodes));
    return (run, object, place) => {
      const completed = new Values();
      for (const [key, complete] of fields) completed[key] = complete(run, object, place);
      return completed;
    };
  };

  /** An object of which no more is known than this: it has what all of these have. */
  const untypedOf = (
    type: GraphQLInterfaceType,
    sets: readonly SelectionSetNode[],
    nodes: readonly FieldNode[],
  ): CompleteFields => {
    const complete = objectOf(type, sets);
    const countOf = (one: Instance): number => collectFields(selecting, one, sets).size;
    const isAlike = schema.getPossibleTypes(type).every((one) => countOf(one) === countOf(type));
    const isDecided = hasDecidedTypes(model, type);
    return (run, object, place) => {
      if (isDecided) return untyped(run, object);
      const completed = complete(run, object, place);
      const path = place ? pathOf(place.above, place.key) : [];
      if (!isAlike) run.errors.push(run.locate(run.whyUntyped(object), nodes, [...path, '__typename']));
      return completed;
    };
  };

  const fieldOf = (type: Instance, key: string, nodes: readonly FieldNode[]) => {
    const name = nodes[0]?.name.value ?? '';
    if (name === '__typename') return [key, isObjectType(type) ? () => type.name : untyped] as const;
    const definition = type.getFields()[name];
    if (!definition) throw new TypeError(`there is no field \`${type.name}.${name}\``);
    const selected: SelectedField = {
      key,
      treeKey: treeKey(model.plannedFields, key, name),
      typeName: type.name,
      name,
      nodes,
      isFromMarking: model.fromMarking.has(`${type.name}.${name}`),
    };
    const refused = nodes.map((node) => denied.get(node)).find((decision) => decision !== undefined);
    const refusal = refused === undefined ? undefined : denial(refused);
    const complete = valueOf(definition.type, selected);
    const isNonNull = isNonNullType(definition.type);
    const isLeaf = isLeafType(getNamedType(definition.type));
    const isAtRoot = type === root;
    const completeField = (run: Completing, object: unknown, place: Place | null): unknown => {
      try {
        const value = refusal ?? run.valueOf(object, selected);
        if (isAtRoot && value instanceof Spliced) return value;
        return complete(run, isLeaf || run.exists(value) ? value : null, place, key);
      } catch (error) {
        return failed(run, error, nodes, place, key, isNonNull);
      }
    };
    return [key, completeField] as const;
  };

  const valueOf = (type: GraphQLOutputType, field: SelectedField): CompleteValue => {
    if (isNonNullType(type)) return nonNull(valueOf(type.ofType as GraphQLOutputType, field), field);
    if (isListType(type)) return listOf(type.ofType as GraphQLOutputType, field);
    if (isLeafType(type)) return leaf(type);
    const sets = field.nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const byType = new Map<string, CompleteFields>();
    const completeAs = (typeName: string): CompleteFields => {
      const known = byType.get(typeName);
      if (known) return known;
      const actual = schema.getType(typeName);
      const fits = actual === type || (isAbstractType(type) && isInstance(actual) && schema.isSubType(type, actual));
      if (!isInstance(actual) || !fits) throw new TypeError(`\`${typeName}\` is no \`${type.name}\``);
      const complete = isObjectType(actual) ? objectOf(actual, sets) : untypedOf(actual, sets, field.nodes);
      byType.set(typeName, complete);
      return complete;
    };
    const isObject = isObjectType(type);
    return (run, value, above, key) => {
      if (value === null || value === undefined) return null;
      if (value instanceof Error) throw value;
      return completeAs(isObject ? type.name : (run.typeOf(value) ?? ''))(run, value, { above, key });
    };
  };

  const listOf = (type: GraphQLOutputType, field: SelectedField): CompleteValue => {
    const complete = valueOf(type, field);
    const isNonNull = isNonNullType(type);
    return (run, value, above, key) => {
      if (value === null || value === undefined) return null;
      if (value instanceof Error) throw value;
      if (!Array.isArray(value)) throw new TypeError(`no list of \`${getNamedType(type).name}\``);
      const place: Place = { above, key };
      const completed: unknown[] = [];
      for (const item of value as readonly unknown[]) {
        if (!run.exists(item)) continue;
        const index = completed.length;
        try {
          completed.push(complete(run, item, place, index));
        } catch (error) {
          completed.push(failed(run, error, field.nodes, place, index, isNonNull));
        }
      }
      return completed;
    };
  };

  const complete = objectOf(root, [operation.selectionSet]);
  return (source, object) => {
    const errors: GraphQLError[] = [];
    const data = atRoot({ ...source, errors }, complete, object);
    return errors.length > 0 ? { errors, data } : { data };
  };
}

function untyped(run: Completing, object: unknown): never {
  throw run.whyUntyped(object);
}

function atRoot(run: Completing, complete: CompleteFields, root: unknown): Record<string, unknown> | null {
  try {
    return complete(run, root, null);
  } catch (error) {
    run.errors.push(run.locate(error, [], []));
    return null;
  }
}

function failed(
  run: Completing,
  error: unknown,
  nodes: readonly FieldNode[],
  above: Place | null,
  key: string | number,
  isNonNull: boolean,
): null {
  const located = run.locate(error, nodes, pathOf(above, key));
  if (isNonNull) throw located;
  run.errors.push(located);
  return null;
}

const nonNull =
  (complete: CompleteValue, { typeName, name }: SelectedField): CompleteValue =>
  (run, value, above, key) => {
    const completed = complete(run, value, above, key);
    if (completed === null) throw new TypeError(`Cannot return null for non-nullable field ${typeName}.${name}.`);
    return completed;
  };

function leaf(type: GraphQLLeafType): CompleteValue {
  const isText = type.name === 'String' || type.name === 'ID';
  return (_run, value) => {
    if (value === null || value === undefined) return null;
    if (isText && typeof value === 'string') return value;
    if (value instanceof Error) throw value;
    const written = type.serialize(value);
    if (written === undefined || written === null) throw new TypeError(`nothing that \`${type.name}\` can write`);
    return written;
  };
}

function pathOf(above: Place | null, key: string | number): readonly (string | number)[] {
  const path = [key];
  for (let place = above; place !== null; place = place.above) path.push(place.key);
  return path.reverse();
}

export const denial = (decision: FloorDecision): Error =>
  typeof decision === 'object'
    ? new CodedError('STEP_UP_REQUIRED', { requiredAal: decision.requiredAal })
    : new CodedError('UNAUTHORIZED_FIELD_OR_TYPE');
