// Completion: graphql-js completes the reader's own document against the tree, so paths, nulls, order and leaf values
// are those of the reference implementation. What was not admitted is not there.
import {
  execute,
  GraphQLError,
  isObjectType,
  responsePathAsArray,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import type { ReadRecords } from '../audit/AccessEntry.ts';
import { CodedError } from '../errors.ts';
import { markingText } from '../../schema/label/marking.ts';
import { isOurKey, readerKey, treeKey } from '../operation/selections.ts';
import { computedField } from './computedField.ts';
import type { FloorDecision } from '../contract/floor.ts';
import { Planted, type ErrorPath } from './plantErrors.ts';
import type { Run } from './Run.ts';
import { Computed, Connection, Entry, type Admitted } from './tree.ts';

export interface Completed {
  readonly result: ExecutionResult;
  /** The records in the answer, by owner. */
  readonly records: ReadonlyMap<string, ReadRecords>;
  /** Did a hidden portion stay out of it? */
  readonly redacted: boolean;
}

export interface Completion {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly denied: ReadonlyMap<FieldNode, FloorDecision>;
}

export function complete(run: Run, { schema, document, operationName, variables, denied }: Completion): Completed {
  const records = new Map<string, Map<string, Set<string>>>();
  const labels = new Map<Admitted, string>();
  let redacted = false;

  /** A labelled object that nothing has admitted does not exist, nor does one of which nobody knows what it is. */
  const exists = (value: unknown): boolean => {
    if (!(value instanceof Entry)) return true;
    if (!run.model.isLabelled(value.type))
      return value.admission !== 'hidden' && isObjectType(run.model.schema.getType(value.type));
    if (typeof value.admission !== 'object') return false;
    if (value.key !== null) {
      const { owner, marking } = value.admission;
      const label = labels.get(value.admission) ?? markingText({ label: marking.label, portions: new Map() });
      labels.set(value.admission, label);
      const own = records.get(owner) ?? new Map<string, Set<string>>();
      records.set(owner, own.set(label, (own.get(label) ?? new Set()).add(value.key)));
    }
    return true;
  };
  const shown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter(exists).map(shown);
    return exists(value) ? value : null;
  };
  const resolve = (source: unknown, _args: unknown, _context: unknown, info: GraphQLResolveInfo): unknown => {
    const refused = info.fieldNodes.map((node) => denied.get(node)).find((decision) => decision !== undefined);
    if (refused !== undefined) return denial(refused);
    if (source instanceof Computed) return computedValue(source, info.fieldName);
    const key = treeKey(run.model.keyFields, String(info.path.key), info.fieldName);
    if (source instanceof Connection) return connectionField(source, info.fieldName, key);
    if (!(source instanceof Entry)) return undefined;
    const own = computedField(run, source, info.fieldName);
    if (own !== undefined) return own;
    if (typeof source.admission === 'object' && source.admission.hidden.has(info.fieldName)) {
      redacted = true;
      return null;
    }
    return located(shown(source.values[key]), info, run.model.hasLabels);
  };
  const result = execute({
    schema,
    document,
    operationName,
    variableValues: { ...variables },
    rootValue: run.root,
    fieldResolver: resolve,
    typeResolver: (value: unknown) => (value instanceof Entry || value instanceof Connection ? value.type : undefined),
  });
  if (result instanceof Promise) throw new TypeError('completion waits for nothing');
  return { result, records: new Map([...records].map(([owner, own]) => [owner, byLabel(own)])), redacted };
}

/**
 * Errors of central subgraphs stand where they happened, which may be deeper than the value that they left null. Where
 * anything is labelled, no index is told that counts what a reader may not see.
 */
function located(value: unknown, info: GraphQLResolveInfo, hasLabels: boolean, at: ErrorPath = []): unknown {
  if (Array.isArray(value)) return value.map((item, index) => located(item, info, hasLabels, [...at, index]));
  if (!(value instanceof Planted)) return value;
  const here = responsePathAsArray(info.path);
  const { error, below, isBeside } = value;
  const end = below.findIndex((step) => (typeof step === 'number' ? hasLabels : isOurKey(step)));
  const told = (end < 0 ? below : below.slice(0, end)).map((step) =>
    typeof step === 'string' ? readerKey(step) : step,
  );
  const path = [...(isBeside && told.length > 0 ? here.slice(0, -1) : here), ...at, ...told];
  return new GraphQLError(error.message, { nodes: info.fieldNodes, path, originalError: error });
}

const byLabel = (labels: ReadonlyMap<string, ReadonlySet<string>>): ReadRecords =>
  Object.fromEntries([...labels].map(([label, ids]) => [label, [...ids]]));

function computedValue({ values }: Computed, fieldName: string): unknown {
  const value = values[fieldName];
  return typeof value === 'function' ? (value as () => unknown)() : value;
}

function connectionField({ edges, pageInfo, coverage }: Connection, fieldName: string, key: string): unknown {
  switch (fieldName) {
    case 'pageInfo':
      return pageInfo;
    case 'coverage':
      return coverage;
    default:
      return edges.get(key);
  }
}

const denial = (decision: FloorDecision): Error =>
  typeof decision === 'object'
    ? new CodedError('STEP_UP_REQUIRED', { requiredAal: decision.requiredAal })
    : new CodedError('UNAUTHORIZED_FIELD_OR_TYPE');
