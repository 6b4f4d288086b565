import type { Condition, Path } from './Store.ts';
import { fold } from './storedForm.ts';

type Maybe<T> = T | null | undefined;

export interface DateRange {
  readonly from?: string | null;
  readonly to?: string | null;
}

/** Filters that are left out ask for nothing; an empty list asks for what no record has. */
export const anyOf = (at: Path, values: Maybe<readonly string[]>): readonly Condition[] =>
  values ? [{ is: 'anyOf', at, values }] : [];

export const equals = (at: Path, value: Maybe<string | boolean>): readonly Condition[] =>
  value === null || value === undefined ? [] : [{ is: 'anyOf', at, values: [String(value)] }];

/** `scale` runs from the lowest value to the highest. */
export const atLeast = (at: Path, scale: readonly string[], lowest: Maybe<string>): readonly Condition[] =>
  lowest ? [{ is: 'anyOf', at, values: scale.slice(scale.indexOf(lowest)) }] : [];

export const within = (at: Path, range: Maybe<DateRange>): readonly Condition[] =>
  range ? [{ is: 'between', at, from: range.from ?? null, before: range.to ?? null }] : [];

export function words(text: Maybe<string>): readonly Condition[] {
  const folded = fold(text ?? '').split(/\s+/u);
  return text ? [{ is: 'words', words: folded.filter((word) => word !== '') }] : [];
}
