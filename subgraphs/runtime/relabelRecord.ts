import { unlabelled } from '../../schema/label/label.ts';
import { anyTarget } from './anyTarget.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import type { Written } from './mutation.ts';
import type { PortionLabelInput } from './Labelling.ts';
import type { Writing } from './Writing.ts';

/** `RelabelRecordInput` of the contract, coerced: what is left out stays. */
export interface RelabelRecordInput {
  readonly id: string;
  readonly version?: string | null;
  readonly label?: LabelInput | null;
  readonly portions?: readonly PortionLabelInput[] | null;
}

type AnyRecord = LabelledRecord<string, string>;
type Portions = Readonly<Record<string, string>>;

/**
 * Gives a record another label, or its fields other ones. What is hidden from the writer keeps its label, but that no
 * field is ever labelled less strictly than its record, and no record less than what it was made from.
 */
export async function relabelRecord(writing: Writing, input: RelabelRecordInput): Promise<Written> {
  const target = await anyTarget(writing, input);
  const { whole, type } = target;
  const label = input.label ? writing.newLabel(whole, input.label, ['input', 'label']) : whole.label;
  const stored = Object.entries(whole.portions).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const unseen = new Set(writing.hiddenFields(target));
  const staying = [
    ...(input.portions ? stored.filter(([field]) => unseen.has(field)) : stored),
    ...(label === whole.label ? [] : withoutOwnLabel(writing, whole, unseen, label)),
  ];
  const asked = input.portions ? writing.portions(withoutFields({ ...whole, label }, unseen), input.portions) : {};
  await writing.put({ ...whole, label, portions: { ...asked, ...atLeast(writing, type.name, staying, label) } });
  return {};
}

/** Fields that a floor alone hides: that of the record was theirs, and is not for this writer to widen. */
function withoutOwnLabel(
  writing: Writing,
  { __typename, label, portions }: AnyRecord,
  unseen: ReadonlySet<string>,
  next: string,
): readonly (readonly [field: string, label: string])[] {
  const before = label === unlabelled ? writing.joinedLabel(__typename, [label, next]) : label;
  return [...unseen].filter((field) => portions[field] === undefined).map((field) => [field, before]);
}

/** Labels of fields under a new label of their record: what that covers needs none of its own. */
function atLeast(
  writing: Writing,
  typeName: string,
  portions: readonly (readonly [field: string, label: string])[],
  label: string,
): Portions {
  return Object.fromEntries(
    portions.flatMap(([field, own]) => {
      if (writing.isAsStrict(typeName, own, label)) return [[field, own]];
      if (writing.isAsStrict(typeName, label, own)) return [];
      return [[field, writing.joinedLabel(typeName, [own, label])]];
    }),
  );
}

const withoutFields = (record: AnyRecord, fields: ReadonlySet<string>): AnyRecord => ({
  ...record,
  ...Object.fromEntries([...fields].map((field) => [field, null])),
});
