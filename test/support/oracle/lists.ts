import { ownerOf, type StoredRecord, type Stores } from './prune.ts';

const severities = ['S0_NEGLIGIBLE', 'S1_LOW', 'S2_MEDIUM', 'S3_HIGH', 'S4_SEVERE', 'S5_EMERGENCY'];

/** A few of the conditions that a reader may set on incidents. */
export interface IncidentWhere {
  readonly minSeverity?: string;
  readonly techniques?: readonly string[];
  readonly attributedTo?: string;
  readonly text?: string;
  readonly reported?: { readonly from?: string; readonly to?: string };
  /** False unless said otherwise; null = both. */
  readonly isExercise?: boolean | null;
}

/** All records of one type, of all nations. */
export const recordsOf = (stores: Stores, type: string): readonly StoredRecord[] =>
  [...stores.values()].flat().filter(({ __typename }) => __typename === type);

export const incidentsWhere = (stores: Stores, where: IncidentWhere): readonly StoredRecord[] =>
  recordsOf(stores, 'Incident').filter((incident) => meets(incident, where));

function meets(incident: StoredRecord, where: IncidentWhere): boolean {
  const { minSeverity, techniques, attributedTo, text, reported, isExercise = false } = where;
  const words = (text ?? '').toLowerCase().split(' ');
  const places = [textOf(incident['name']), textOf(incident['description'])].map((place) => place.toLowerCase());
  const at = textOf(incident['reportedAt']);
  return (
    (isExercise === null || incident['isExercise'] === isExercise) &&
    (minSeverity === undefined ||
      severities.indexOf(textOf(incident['severity'])) >= severities.indexOf(minSeverity)) &&
    (techniques === undefined || objectsIn(incident['techniques']).some(({ id }) => techniques.includes(textOf(id)))) &&
    (attributedTo === undefined || objectsIn(incident['attribution']).some(({ actor }) => actor === attributedTo)) &&
    words.every((word) => places.some((place) => place.includes(word))) &&
    (reported === undefined || (at !== '' && at >= (reported.from ?? '') && at < (reported.to ?? '~')))
  );
}

/** Latest or highest first, what has no such value last; then by nation, then by id. */
export function inOrder(records: readonly StoredRecord[], field: string, first: 'highest' | 'lowest' = 'highest') {
  const key = (record: StoredRecord): string => {
    const value = textOf(record[field]);
    return severities.includes(value) ? String(severities.indexOf(value)) : value;
  };
  const sign = first === 'highest' ? -1 : 1;
  return records.toSorted(
    (a, b) => sign * compare(key(a), key(b)) || compare(ownerOf(a), ownerOf(b)) || compare(a.id, b.id),
  );
}

/** The records of a type that name this one in that field. */
export const naming = (stores: Stores, type: string, fields: readonly string[], id: string): readonly StoredRecord[] =>
  recordsOf(stores, type).filter((record) => fields.some((field) => [record[field]].flat().includes(id)));

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const objectsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  [value].flat().filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
