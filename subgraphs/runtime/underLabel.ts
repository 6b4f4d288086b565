import { unlabelled } from '../../schema/label/label.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import type { Labelling } from './Labelling.ts';

/**
 * The record under another label. Fields that are hidden from the writer keep what they ask for now, a label that follows
 * at its time included: those are not for this writer to widen. No field is labelled less strictly than its record.
 */
export function underLabel<R extends LabelledRecord<string, string>>(
  labelling: Labelling,
  record: R,
  label: string,
  hidden: ReadonlySet<string>,
): R {
  const { __typename: type, label: last, portions } = record;
  const own = Object.entries(portions).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const before = last === unlabelled ? labelling.joinedLabel(type, [last, label]) : last;
  // That of the record was theirs: a floor alone hides them.
  const unmarked = last === label ? [] : [...hidden].filter((field) => portions[field] === undefined);
  const kept = [...own, ...unmarked.map((field) => [field, before] as const)].flatMap(
    ([field, text]): (readonly [string, string])[] => {
      if (labelling.isAsStrict(type, text, label)) return [[field, text]];
      if (labelling.isAsStrict(type, label, text)) return [];
      return [[field, labelling.boundedJoin(type, [text, label])]];
    },
  );
  return { ...record, label, portions: Object.fromEntries<string>(kept) };
}
