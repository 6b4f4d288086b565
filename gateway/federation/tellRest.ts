// Failures at what a plan alone asks for, to require it elsewhere: completion, which follows the reader, never meets them.
import { GraphQLError, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import type { CodedError } from '../errors.ts';
import type { ContractModel } from '../contract/ContractModel.ts';
import { isOurKey, otherKey, readerKey } from '../operation/selections.ts';
import { isRecord } from '../../schema/isRecord.ts';
import { Planted, type ErrorPath } from './plantErrors.ts';
import { Connection, Entry, untyped } from './tree.ts';

interface Telling {
  readonly model: ContractModel;
  /** The schema that readers are told of. */
  readonly told: GraphQLSchema;
  readonly isThere: (value: unknown) => boolean;
  readonly untold: ReadonlySet<CodedError>;
}

/** Where something stands: as far as readers may be told. */
interface Spot {
  readonly path: ErrorPath;
  readonly isWhole: boolean;
}

/**
 * Each in the place where it would stand if the reader had asked for it, as far as that has a name for them; in
 * the order of these places, which does not depend on what came first. In what a null has taken away nothing more is told.
 */
export function tellRest(telling: Telling, root: Entry, data: unknown): readonly GraphQLError[] {
  const found = new Map<string, GraphQLError>();
  for (const [error, { path }] of rest(telling, root, data, { path: [], isWhole: true })) {
    const text = JSON.stringify([path, error.code]);
    if (!found.has(text)) found.set(text, new GraphQLError(error.message, { path, originalError: error }));
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, error]) => error);
}

/** `data`: what the reader gets of a value; undefined: they do not ask for it. */
function* rest(telling: Telling, value: unknown, data: unknown, spot: Spot): Generator<readonly [CodedError, Spot]> {
  if (data === null) return;
  if (value instanceof Planted) {
    if (data === undefined && telling.untold.has(value.error)) yield [value.error, spot];
  } else if (Array.isArray(value)) {
    const items: readonly unknown[] = value.filter(telling.isThere);
    for (const [index, item] of items.entries()) {
      const isCounted = data !== undefined || !telling.model.hasLabels;
      yield* rest(telling, item, partOf(data, index), below(spot, index, isCounted));
    }
  } else if (value instanceof Entry && telling.isThere(value)) {
    for (const [key, inner] of Object.entries(value.values)) {
      if (isOurKey(key) || key === untyped) continue;
      const told = readerKey(key);
      const isTaken = otherKey(key) in value.values;
      const part = isTaken ? undefined : partOf(data, told);
      const isTold = part !== undefined || (!isTaken && isNamed(telling, value.type, told));
      yield* rest(telling, inner, part, below(spot, told, isTold));
    }
  } else if (value instanceof Connection && data !== undefined) {
    for (const [key, rows] of value.edges) {
      const told = readerKey(key);
      yield* rest(telling, rows, partOf(data, told), below(spot, told, true));
    }
  }
}

/** Is it a field that every reader is told of, or a key of the reader's own? */
function isNamed({ model, told }: Telling, typeName: string, key: string): boolean {
  const isFieldIn = (schema: GraphQLSchema): boolean => {
    const type = schema.getType(typeName);
    return (isObjectType(type) || isInterfaceType(type)) && key in type.getFields();
  };
  return !isFieldIn(model.schema) || (isFieldIn(told) && !model.floors.has(`${typeName}.${key}`));
}

const partOf = (data: unknown, key: string | number): unknown =>
  (isRecord(data) || Array.isArray(data)) && Object.hasOwn(data, key)
    ? (data as Readonly<Record<string | number, unknown>>)[key]
    : undefined;

const below = ({ path, isWhole }: Spot, key: string | number, isTold: boolean): Spot => ({
  path: isWhole && isTold ? [...path, key] : path,
  isWhole: isWhole && isTold,
});
