import { nationMayKnow } from './nationMayKnow.ts';
import { readLabelText } from './readMarking.ts';
import { factsOf } from './recordFacts.ts';
import type { RegistryFacts } from './RegistryFacts.ts';
import { verdict, type Floor, type OracleReader } from './verdict.ts';

/** A record as it was written: ids in the fields that name records, null for what is not recorded. */
export interface StoredRecord {
  readonly __typename: string;
  readonly id: string;
  readonly label: string;
  /** Label texts by field. */
  readonly portions: Readonly<Partial<Record<string, string>>>;
  /** The label of what it was made from. */
  readonly leastLabel?: string | null;
  /** The writer's own reference, by which a second sending is known, and the writer's pseudonym. */
  readonly sentAs?: { readonly author: string; readonly reference: string };
  readonly [field: string]: unknown;
}

/** The record by itself, as it is put into a store. */
export const unsent = (record: StoredRecord): StoredRecord =>
  Object.fromEntries(Object.entries(record).filter(([field]) => field !== 'sentAs')) as StoredRecord;

/** By nation. */
export type Stores = ReadonlyMap<string, readonly StoredRecord[]>;

export interface Reading {
  readonly reader: OracleReader;
  readonly registry: RegistryFacts;
  /** Epoch milliseconds. */
  readonly at: number;
}

export const ownerOf = ({ id }: Pick<StoredRecord, 'id'>): string => id.slice(0, id.indexOf(':'));

/**
 * The stores as they would be if nothing had ever been recorded but what this reader may read: no hidden record, no
 * hidden portion and none of their labels, no reference to what is not there, and none that its holder may not be told.
 */
export function prune(stores: Stores, reading: Reading): Stores {
  let left = mapRecords(stores, (record) => asRead(record, reading));
  for (;;) {
    const all = new Map([...left.values()].flat().map((record) => [record.id, record]));
    const next = mapRecords(left, (record) => withoutLostReferences(record, all, reading));
    if (countOf(next) === countOf(left)) return next;
    left = next;
  }
}

export const countOf = (stores: Stores): number => [...stores.values()].reduce((sum, { length }) => sum + length, 0);

/** May the reader have the record as such, whatever it refers to? */
export const recordVerdict = (record: StoredRecord, reading: Reading, label = record.label) =>
  verdictOn(record, label, reading);

/** The record without its hidden portions; null: it is hidden itself. What it refers to is not looked at. */
export function asRead(record: StoredRecord, reading: Reading): StoredRecord | null {
  if (recordVerdict(record, reading) !== 'permit') return null;
  const { floors } = factsOf(record.__typename);
  const hidden = new Set(
    [...Object.keys(record.portions), ...Object.keys(floors)].filter((field) => {
      const labels = [record.label, record.portions[field] ?? record.label];
      return labels.some((label) => verdictOn(record, label, reading, floors[field]) !== 'permit');
    }),
  );
  const fields = Object.entries(record).map(([field, value]) => [field, hidden.has(field) ? null : value]);
  const portions = Object.entries(record.portions).filter(([field]) => !hidden.has(field));
  return { ...Object.fromEntries(fields), portions: Object.fromEntries(portions) } as StoredRecord;
}

function verdictOn(record: StoredRecord, label: string, reading: Reading, floor?: Floor) {
  const { domain } = factsOf(record.__typename);
  return verdict({
    ...reading,
    domain,
    owner: ownerOf(record),
    label: readLabelText(label),
    ...(floor && { floor }),
  });
}

function withoutLostReferences(
  record: StoredRecord,
  all: ReadonlyMap<string, StoredRecord>,
  reading: Reading,
): StoredRecord | null {
  const { references, needs } = factsOf(record.__typename);
  const leads = (id: unknown): boolean => {
    const target = typeof id === 'string' ? all.get(id) : undefined;
    return target !== undefined && holderMayKnow(ownerOf(record), target, reading);
  };
  if (needs.some((field) => (record[field] ?? null) !== null && !leads(record[field]))) return null;
  const kept = references.map((field): [string, unknown] => {
    const value = record[field];
    return [field, Array.isArray(value) ? value.filter(leads) : leads(value) ? value : null];
  });
  return { ...record, ...Object.fromEntries(kept) };
}

const holderMayKnow = (nation: string, target: StoredRecord, { reader, registry, at }: Reading): boolean =>
  nationMayKnow({
    nation,
    askedBy: reader.nation,
    owner: ownerOf(target),
    marking: target.label,
    domain: factsOf(target.__typename).domain,
    registry,
    at,
  });

const mapRecords = (stores: Stores, map: (record: StoredRecord) => StoredRecord | null): Stores =>
  new Map([...stores].map(([nation, records]) => [nation, records.flatMap((record) => map(record) ?? [])]));
