// What a tree holds for this reader, as completion asks for it. What was not admitted is not there.
import { GraphQLError, locatedError, type ExecutionResult, type FieldNode, type GraphQLSchema } from 'graphql';
import type { ReadRecords } from '../audit/AccessEntry.ts';
import { isOurKey, readerKey } from '../operation/selections.ts';
import type { Complete, SelectedField } from './compileCompletion.ts';
import { computedField } from './computedField.ts';
import { labelTextOf } from './labelTexts.ts';
import { Planted, type ErrorPath } from './plantErrors.ts';
import type { Run } from './Run.ts';
import { tellRest } from './tellRest.ts';
import { Computed, Connection, Entry, untyped } from './tree.ts';

export interface Completed {
  readonly result: ExecutionResult;
  /** The records in the answer, by owner. */
  readonly records: ReadonlyMap<string, ReadRecords>;
  /** Did a hidden portion stay out of it? */
  readonly redacted: boolean;
}

/** `told`: the schema that readers are told of. */
export function complete(run: Run, completeTree: Complete, told: GraphQLSchema): Completed {
  const records = new Map<string, Map<string, Set<string>>>();
  const untold = new Set(run.failures);
  const { hasLabels } = run.model;
  let redacted = false;

  /** A labelled object that nothing has admitted does not exist, nor does one of which nobody knows what it is. */
  const isThere = (value: unknown): boolean => {
    if (!(value instanceof Entry)) return true;
    if (run.model.isLabelled(value.type)) return typeof value.admission === 'object';
    return value.admission !== 'hidden' && (run.model.isObject(value.type) || untyped in value.values);
  };
  const exists = (value: unknown): boolean => {
    if (!isThere(value)) return false;
    if (!(value instanceof Entry) || typeof value.admission !== 'object') return true;
    if (value.sources) value.sources.forEach(note);
    else note(value);
    return true;
  };
  const note = ({ key, admission }: Entry): void => {
    if (key === null || typeof admission !== 'object') return;
    const { owner, marking } = admission;
    const label = labelTextOf(marking.label);
    const own = records.getOrInsertComputed(owner, () => new Map<string, Set<string>>());
    own.getOrInsertComputed(label, () => new Set()).add(key);
  };
  const valueOf = (source: unknown, field: SelectedField): unknown => {
    const { name, treeKey } = field;
    if (!(source instanceof Entry)) {
      if (source instanceof Computed) return computedValue(source, name);
      return source instanceof Connection ? connectionField(source, name, treeKey) : undefined;
    }
    const own = computedField(run, source, field);
    if (own !== undefined) return own;
    if (typeof source.admission === 'object' && source.admission.hidden.has(name)) {
      redacted = true;
      return null;
    }
    return source.values[treeKey];
  };
  const result = completeTree(
    {
      valueOf,
      exists,
      typeOf: (value) => (value instanceof Entry || value instanceof Connection ? value.type : undefined),
      whyUntyped,
      locate: (error, nodes, path) => {
        if (!(error instanceof Planted)) return locatedError(error, [...nodes], [...path]);
        untold.delete(error.error);
        return located(error, nodes, path, hasLabels);
      },
    },
    run.root,
  );
  const read = new Map([...records].map(([owner, own]) => [owner, byLabel(own)]));
  if (untold.size === 0) return { result, records: read, redacted };
  const rest = tellRest({ model: run.model, told, isThere, untold }, run.root, result.data);
  const errors = [...(result.errors ?? []), ...rest];
  return { result: errors.length > 0 ? { ...result, errors } : result, records: read, redacted };
}

function whyUntyped(value: unknown): Error {
  const failure = value instanceof Entry ? value.values[untyped] : null;
  return failure instanceof Error ? failure : new TypeError('an object of which nobody has told the type');
}

/**
 * Errors of central subgraphs stand where they happened, which may be deeper than the value that they left null. Where
 * anything is labelled, no index is told that counts what a reader may not see.
 */
function located(
  { error, below, isBeside }: Planted,
  nodes: readonly FieldNode[],
  here: ErrorPath,
  hasLabels: boolean,
): GraphQLError {
  const end = below.findIndex((step) => (typeof step === 'number' ? hasLabels : isOurKey(step)));
  const told = (end < 0 ? below : below.slice(0, end)).map((step) =>
    typeof step === 'string' ? readerKey(step) : step,
  );
  const path = [...(isBeside && told.length > 0 ? here.slice(0, -1) : here), ...told];
  return new GraphQLError(error.message, { nodes, path, originalError: error });
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
