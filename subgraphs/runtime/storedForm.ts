import type { LabelledRecord } from './LabelledRecord.ts';
import type { RecordType } from './RecordType.ts';

/** A record as the store holds it, label texts not yet interned. */
export interface StoredForm {
  readonly id: string;
  readonly type: RecordType;
  readonly label: string;
  readonly portions: Readonly<Record<string, string>>;
  readonly leastLabel: string | null;
  /** Fields that are not recorded are left out. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly search: Readonly<Record<string, string>>;
  readonly sortKeys: Readonly<Record<string, string>>;
  readonly references: readonly { readonly field: string; readonly target: string }[];
}

export function storedForm(record: LabelledRecord<string, string>, type: RecordType): StoredForm {
  const { id, label, portions, leastLabel = null, __typename: _, ...fields } = record;
  const values = new Map<string, unknown>(Object.entries(fields));
  return {
    id,
    type,
    label,
    portions: definedOnly(portions),
    leastLabel,
    body: Object.fromEntries([...values].filter(([, value]) => value !== null && value !== undefined)),
    search: Object.fromEntries(
      type.searched.flatMap((field) => {
        const text = values.get(field);
        return typeof text === 'string' ? [[field, fold(text)]] : [];
      }),
    ),
    sortKeys: type.sortKeys(record),
    references: type.references.flatMap((field) =>
      [...new Set(idsIn(values.get(field)))].map((target) => ({ field, target })),
    ),
  };
}

/** Text as it is searched: letters of equal meaning are equal, whatever their case. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

const idsIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string');

const definedOnly = (portions: Readonly<Partial<Record<string, string>>>): Record<string, string> =>
  Object.fromEntries(Object.entries(portions).flatMap(([field, text]) => (text === undefined ? [] : [[field, text]])));
