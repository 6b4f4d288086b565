import { isDeepStrictEqual } from 'node:util';

/** What of a stored record counts when it is written again. */
export interface Content {
  readonly labelId: number;
  readonly portionLabels: Readonly<Record<string, number>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ChangeTimes {
  /** Last change of the record apart from its portions, epoch milliseconds. */
  readonly record: number;
  /** Last change of each portion that was ever recorded. */
  readonly portions: Readonly<Record<string, number>>;
}

export type Change =
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'inserted' | 'updated'; readonly fields: readonly string[]; readonly times: ChangeTimes };

/** `updatedAt` tells of changes and is none itself. */
export function changeOf(
  earlier: (Content & { readonly times: ChangeTimes }) | undefined,
  next: Content,
  isPortion: (field: string) => boolean,
  now: number,
): Change {
  const names = new Set([next, earlier].flatMap((content) => (content ? fieldsOf(content) : [])));
  names.delete('updatedAt');
  const fields = [...names].filter((field) => !isDeepStrictEqual(valueOf(earlier, field), valueOf(next, field)));
  if (earlier && fields.length === 0) return { outcome: 'unchanged' };
  const portions = fields.filter(isPortion);
  return {
    outcome: earlier ? 'updated' : 'inserted',
    fields: fields.toSorted(),
    times: {
      record: earlier && portions.length === fields.length ? earlier.times.record : now,
      portions: { ...earlier?.times.portions, ...Object.fromEntries(portions.map((field) => [field, now])) },
    },
  };
}

const fieldsOf = ({ body, portionLabels }: Content): readonly string[] => [
  'label',
  ...Object.keys(body),
  ...Object.keys(portionLabels),
];

const valueOf = (content: Content | undefined, field: string): unknown =>
  content && (field === 'label' ? content.labelId : [content.body[field], content.portionLabels[field]]);
