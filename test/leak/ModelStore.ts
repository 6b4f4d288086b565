import { nationOf } from '../../schema/id.ts';
import type { Position } from '../../schema/position.ts';
import type { RecordType } from '../../subgraphs/runtime/RecordType.ts';
import type { Condition, Facet, ListQuery, Path, Row, Store, Tally, View } from '../../subgraphs/runtime/Store.ts';
import type { StoredRecord } from '../support/oracle/prune.ts';
import type { ModelMemory } from './ModelMemory.ts';

/** What `Store` promises, said as plainly as possible: every question looks at every record. */
export class ModelStore implements Store {
  readonly #nation: string;
  readonly #memory: ModelMemory;
  readonly #read = new WeakMap<View, { of: readonly StoredRecord[]; readable: readonly StoredRecord[] }>();

  constructor(nation: string, memory: ModelMemory) {
    this.#nation = nation;
    this.#memory = memory;
  }

  async labels(): Promise<ReadonlyMap<number, string>> {
    return this.#memory.labels;
  }

  async labelOf(type: RecordType, id: string): Promise<number | null> {
    const record = this.#memory.records.find((one) => one.id === id && one.__typename === type.name);
    return record ? this.#memory.labelId(record.label) : null;
  }

  async get(view: View, ids: readonly string[]): Promise<ReadonlyMap<string, Row>> {
    const found = this.#showing(view, []).filter(({ id }) => ids.includes(id));
    return new Map(found.map((record) => [record.id, rowOf(record, '')]));
  }

  async list(query: ListQuery): Promise<readonly Row[]> {
    return this.#page(query, () => true);
  }

  async listReferring(
    query: ListQuery,
    fields: readonly string[],
    targets: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Row[]>> {
    const names = (record: StoredRecord, target: string) =>
      fields.some((field) => idsIn(record, field).includes(target));
    return new Map(targets.map((target) => [target, this.#page(query, (record) => names(record, target))]));
  }

  async count(view: View, conditions: readonly Condition[], facets: readonly Facet[]): Promise<readonly Tally[]> {
    const tallies = new Map<string, Tally>();
    for (const record of this.#showing(view, conditions)) {
      for (const { name, field, length } of facets) {
        const values = field === undefined ? [] : valuesAt(record, [field]);
        for (const value of values.length === 0 ? [null] : values) {
          const key = value === null ? null : value.slice(0, length);
          const place = JSON.stringify([name, key, record.label]);
          const before = tallies.get(place)?.count ?? 0;
          tallies.set(place, { facet: name, key, label: record.label, count: before + 1 });
        }
      }
    }
    return [...tallies.values()];
  }

  #page(
    { view, conditions, order, first, after }: ListQuery,
    isMeant: (record: StoredRecord) => boolean,
  ): readonly Row[] {
    return this.#showing(view, conditions)
      .filter(isMeant)
      .flatMap((record) => {
        const key = view.type.sortKeys(record)[order];
        return key === undefined ? [] : [rowOf(record, key)];
      })
      .filter((row) => after === null || follows(row, after))
      .toSorted((a, b) => (a.key === b.key ? (a.id < b.id ? -1 : 1) : a.key > b.key ? -1 : 1))
      .slice(0, first);
  }

  /** The records of a view, each without what the reader may not see of it. */
  #readable(view: View): readonly StoredRecord[] {
    const { records } = this.#memory;
    const known = this.#read.get(view);
    if (known?.of === records) return known.readable;
    const readable = records
      .filter(({ __typename, label }) => __typename === view.type.name && this.#opens(view.labels, label))
      .map((record) => this.#seen(record, view));
    this.#read.set(view, { of: records, readable });
    return readable;
  }

  #showing(view: View, conditions: readonly Condition[]): readonly StoredRecord[] {
    return this.#readable(view).filter(
      (record) => this.#shows(record, view) && conditions.every((condition) => this.#holds(record, condition)),
    );
  }

  #seen(record: StoredRecord, { labels, floors }: View): StoredRecord {
    const marked = Object.entries(record.portions).filter(
      ([, label]) => label !== undefined && !this.#opens(labels, label),
    );
    const floored = [...floors].filter(([field, open]) =>
      [record.label, record.portions[field] ?? record.label].some((label) => !this.#opens(open, label)),
    );
    const hidden = new Set([...marked, ...floored].map(([field]) => field));
    const portions = Object.fromEntries(Object.entries(record.portions).filter(([field]) => !hidden.has(field)));
    return { ...record, ...Object.fromEntries([...hidden].map((field) => [field, null])), portions };
  }

  /** What another nation holds is not decided here. */
  #shows(record: StoredRecord, { ends }: View): boolean {
    return [...ends].every(([field, end]) =>
      idsIn(record, field)
        .filter((id) => nationOf(id) === this.#nation)
        .every((id) => this.#readable(end).some((other) => other.id === id && this.#shows(other, end))),
    );
  }

  #holds(record: StoredRecord, condition: Condition): boolean {
    switch (condition.is) {
      case 'anyOf':
        return valuesAt(record, condition.at).some((value) => condition.values.includes(value));
      case 'between': {
        const { from, before } = condition;
        return valuesAt(record, condition.at).some(
          (value) => value >= (from ?? '') && (before === null || value < before),
        );
      }
      case 'words':
        return condition.words.every((word) => this.#searched(record).some((text) => text.includes(word)));
      case 'refersTo':
        return this.#showing(condition.view, condition.conditions).some(({ id }) =>
          idsIn(record, condition.field).includes(id),
        );
      case 'referredToBy':
        return this.#showing(condition.view, condition.conditions).some((other) =>
          idsIn(other, condition.field).includes(record.id),
        );
    }
  }

  #searched(record: StoredRecord): readonly string[] {
    const fields = searchedFields.get(record.__typename) ?? [];
    return fields.flatMap((field) => valuesAt(record, [field])).map((text) => text.normalize('NFKC').toLowerCase());
  }

  #opens(open: readonly number[], label: string): boolean {
    return open.includes(this.#memory.labelId(label));
  }
}

/** Which fields a `text` filter looks through, as the contract says at each such filter. */
const searchedFields: ReadonlyMap<string, readonly string[]> = new Map([
  ['Incident', ['name', 'description']],
  ['Lesson', ['title', 'observation', 'discussion', 'conclusion', 'recommendation']],
]);

const envelope = new Set(['__typename', 'id', 'label', 'portions', 'leastLabel', 'sentAs']);

function rowOf(record: StoredRecord, key: string): Row {
  const { id, label, portions } = record;
  const marked = Object.entries(portions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    id,
    key,
    marking: [label, ...marked.map(([field, text]) => `${field}: ${text}`)].join(' | '),
    values: Object.fromEntries(
      Object.entries(record).filter(([field, value]) => !envelope.has(field) && value !== null),
    ),
  };
}

const follows = (row: Row, { key, id }: Position): boolean => row.key < key || (row.key === key && row.id > id);

const idsIn = (record: StoredRecord, field: string): readonly string[] =>
  [record[field]].flat().filter((id) => typeof id === 'string');

/** The texts at a path; lists on the way are entered, what is not recorded is not there. */
function valuesAt(value: unknown, [field, ...rest]: Path): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown) => valuesAt(item, field === undefined ? [] : [field, ...rest]));
  if (value === null || value === undefined) return [];
  if (typeof value === 'object')
    return field === undefined ? [] : valuesAt(new Map<string, unknown>(Object.entries(value)).get(field), rest);
  return field === undefined ? [`${value as string | number | boolean}`] : [];
}
