import { isNonNullType, type ExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { CodedError } from '../errors.ts';
import { isRecord } from '../../schema/isRecord.ts';
import type { Shape, ShapeField } from './Shape.ts';

/** Response keys and list indices. */
export type ErrorPath = readonly (string | number)[];

/** What should have come in a place: the objects in it that another answer brings lack these fields. */
export interface Missing {
  readonly schema: GraphQLSchema;
  readonly shape: Shape;
}

/** An error in the place of a value that it left null. */
export class Planted extends Error {
  readonly error: CodedError;
  /** From that place to where it happened: a null goes up to what may be null. */
  readonly below: ErrorPath;
  /** The object around the place is missing as a whole: `below` begins in that object. */
  readonly isBeside: boolean;
  /** Null: no object should have come here. */
  readonly missing: Missing | null;
  readonly #fields = new Map<string, ReadonlyMap<string, Planted>>();

  constructor(error: CodedError, below: ErrorPath = [], isBeside = false, missing: Missing | null = null) {
    super(error.message);
    this.error = error;
    this.below = below;
    this.isBeside = isBeside;
    this.missing = missing;
  }

  inPlaceOf(schema: GraphQLSchema, shape: Shape | null): Planted {
    return new Planted(this.error, this.below, this.isBeside, shape && { schema, shape });
  }

  /**
   * By key: what the fields of an object read that is missing here. One that may be null reads null where another one is
   * to blame.
   */
  fieldsOf(typeName: string): ReadonlyMap<string, Planted> {
    if (!this.missing) return new Map();
    const { schema, shape } = this.missing;
    return this.#fields.getOrInsertComputed(typeName, () => {
      const fields = shape.fieldsOf(schema, typeName).filter((field) => this.#concerns(field));
      const beside = new Planted(this.error, this.below, true);
      return new Map(fields.map((field) => [field.key, beside.inPlaceOf(schema, field.shape)]));
    });
  }

  #concerns({ key, type }: ShapeField): boolean {
    const [first] = this.below;
    return typeof first !== 'string' || key === first || isNonNullType(type);
  }
}

export type PlantedAnswer =
  | { readonly data: Record<string, unknown> }
  /** A null that went up all the way: which root field it came from. */
  | { readonly failures: ReadonlyMap<string | number, Planted> };

/**
 * An answer with an error of ours in the place of every error that it reports. Errors without a place, or in a place that
 * was not null, say nothing of any value.
 */
export function plantErrors(
  { data, errors = [] }: ExecutionResult,
  make: (error: GraphQLError) => CodedError,
): PlantedAnswer {
  if (isRecord(data)) {
    for (const error of errors) plant(data, error.path ?? [], make(error));
    return { data };
  }
  const failures = new Map<string | number, Planted>();
  for (const error of errors) {
    const [key, ...below] = error.path ?? [];
    if (key !== undefined && !failures.has(key)) failures.set(key, new Planted(make(error), below));
  }
  return { failures };
}

function plant(data: unknown, path: ErrorPath, error: CodedError): void {
  let at = data;
  for (const [index, step] of path.entries()) {
    if (typeof at !== 'object' || at === null || at instanceof Error || !Object.hasOwn(at, step)) return;
    const holder = at as Record<string | number, unknown>;
    holder[step] ??= new Planted(error, path.slice(index + 1));
    at = holder[step];
  }
}
