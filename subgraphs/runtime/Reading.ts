import DataLoader from 'dataloader';
import type { GraphQLError } from 'graphql';
import { nationOf } from '../../schema/id.ts';
import { formatPosition, parsePosition } from '../../schema/position.ts';
import { badUserInput, stepUpRequired } from '../errors.ts';
import type { RecordType } from './RecordType.ts';
import type { Sight } from './Sight.ts';
import type { Condition, Facet, ListQuery, Row, Store, Tally, View } from './Store.ts';
import type { Writing } from './Writing.ts';

/** A record as resolvers hand it on: its values by field, as far as the reader sees them. */
export interface RecordObject {
  readonly __typename: string;
  readonly id: string;
  readonly marking: string;
  readonly [field: string]: unknown;
}

export interface PageArguments {
  readonly first: number;
  readonly after?: string | null;
}

export interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: RecordObject }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** What a list is made of, beside its page. */
export interface Selection {
  readonly conditions?: readonly Condition[];
  readonly order?: string;
}

/** Carries out a write; `sight` knows the labels that it brought. */
type WriteThrough = <T>(
  work: (writing: Writing) => Promise<T>,
) => Promise<{ readonly result: T; readonly sight: Sight }>;

/** The gateway asks for one more than a reader may. */
const mostRows = 101;

/** Everything that one request reads: one passport, one reading of the clock, one nation. */
export class Reading {
  readonly nation: string;
  readonly now: number;
  readonly #store: Store;
  readonly #labelCount: number;
  #sight: Sight;
  readonly #write: WriteThrough | undefined;
  readonly #types: ReadonlyMap<string, RecordType>;
  readonly #records = new Map<string, DataLoader<string, RecordObject | null>>();
  readonly #lists = new Map<string, DataLoader<string, readonly Row[]>>();

  constructor(options: {
    nation: string;
    now: number;
    store: Store;
    sight: Sight;
    /** How many labels were in use when it began. */
    labelCount: number;
    types: ReadonlyMap<string, RecordType>;
    /** Left out: nothing is written. */
    write?: WriteThrough;
  }) {
    this.nation = options.nation;
    this.now = options.now;
    this.#store = options.store;
    this.#sight = options.sight;
    this.#labelCount = options.labelCount;
    this.#types = options.types;
    this.#write = options.write;
  }

  /** Runs one write in the name of this reader, who from then on reads what it left. */
  async write<T>(work: (writing: Writing) => Promise<T>): Promise<T> {
    if (this.#write === undefined) throw new TypeError('this reading cannot write');
    const { result, sight } = await this.#write(work);
    this.#sight = sight;
    this.#records.clear();
    this.#lists.clear();
    return result;
  }

  /** False: a label that may open to the reader came into use meanwhile, and a record that is under it may be missing. */
  async isWhole(): Promise<boolean> {
    const labels = await this.#store.labels();
    if (labels.size === this.#labelCount) return true;
    return !labels
      .keys()
      .drop(this.#labelCount)
      .some((label) => this.#sight.mayOpen(label));
  }

  owns(id: string): boolean {
    return nationOf(id) === this.nation;
  }

  /** The view of a type, for conditions that lead to other records. */
  view(typeName: string): View {
    const type = this.#types.get(typeName);
    if (type === undefined) throw new TypeError(`\`${typeName}\` is no type of record`);
    return this.#sight.view(type);
  }

  /** A record of this nation; null when it is hidden, absent, of another type or another nation's. */
  async record(typeName: string, id: string): Promise<RecordObject | null> {
    if (!this.owns(id)) return null;
    return loader(this.#records, typeName, async (ids) => {
      const rows = await this.#store.get(this.view(typeName), ids);
      return ids.map((each) => objectOf(typeName, rows.get(each)));
    }).load(id);
  }

  /** A direct read: says so when a stronger sign-in is all that is missing. */
  async directly(typeName: string, id: string): Promise<RecordObject | null | GraphQLError> {
    const found = await this.record(typeName, id);
    const { type } = this.view(typeName);
    // Whether what a record shows with would be there after that sign-in is not known.
    if (found !== null || !this.owns(id) || type.visibleWith.size > 0) return found;
    const label = await this.#store.labelOf(type, id);
    if (label === null) return null;
    const decision = this.#sight.decide(type, label);
    return decision.effect === 'stepUp' ? stepUpRequired(decision.requiredAal) : null;
  }

  async list(typeName: string, selection: Selection, page: PageArguments): Promise<Connection> {
    const query = this.#query(typeName, selection, page);
    return connectionOf(typeName, await this.#store.list(query), page);
  }

  /** The records that name `target`, a record of any nation, in one of these fields. */
  async listReferring(
    typeName: string,
    fields: readonly string[],
    target: string,
    selection: Selection,
    page: PageArguments,
  ): Promise<Connection> {
    const query = this.#query(typeName, selection, page);
    const key = JSON.stringify([typeName, fields, selection, page], (name, value: unknown) =>
      name === 'view' ? undefined : value,
    );
    const rows = await loader(this.#lists, key, async (targets) => {
      const found = await this.#store.listReferring(query, fields, targets);
      return targets.map((each) => found.get(each) ?? []);
    }).load(target);
    return connectionOf(typeName, rows, page);
  }

  /** The whole of a short list that is kept with its record. */
  async allReferring(typeName: string, field: string, target: string): Promise<readonly RecordObject[]> {
    const { edges } = await this.listReferring(typeName, [field], target, {}, { first: mostRows - 1 });
    return edges.map(({ node }) => node);
  }

  async count(typeName: string, conditions: readonly Condition[], facets: readonly Facet[]): Promise<readonly Tally[]> {
    return this.#store.count(this.view(typeName), conditions, facets);
  }

  #query(typeName: string, { conditions = [], order = 'default' }: Selection, page: PageArguments): ListQuery {
    const { first, after } = page;
    if (first < 0 || first > mostRows) throw badUserInput(`\`first\` must be 0 to ${mostRows}`);
    const position = after === null || after === undefined ? null : parsePosition(after);
    if (position === null && typeof after === 'string') throw badUserInput('`after` is not a position');
    return { view: this.view(typeName), conditions, order, first: first + 1, after: position };
  }
}

function loader<Value>(
  loaders: Map<string, DataLoader<string, Value>>,
  key: string,
  load: (ids: readonly string[]) => Promise<readonly Value[]>,
): DataLoader<string, Value> {
  const known = loaders.get(key);
  if (known) return known;
  const fresh = new DataLoader<string, Value>(load, { maxBatchSize: 1000 });
  loaders.set(key, fresh);
  return fresh;
}

function connectionOf(typeName: string, found: readonly Row[], { first, after }: PageArguments): Connection {
  const edges = found.slice(0, first).flatMap((row) => {
    const node = objectOf(typeName, row);
    return node ? [{ cursor: formatPosition(row), node }] : [];
  });
  return {
    edges,
    pageInfo: {
      hasNextPage: found.length > first,
      hasPreviousPage: typeof after === 'string',
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

const objectOf = (typeName: string, row: Row | undefined): RecordObject | null =>
  row ? { ...row.values, __typename: typeName, id: row.id, marking: row.marking } : null;
