import { anyTarget } from './anyTarget.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import type { Written } from './mutation.ts';
import type { PortionLabelInput } from './Labelling.ts';
import { underLabel } from './underLabel.ts';
import type { Writing } from './Writing.ts';

/** `RelabelRecordInput` of the contract, coerced: what is left out stays. */
export interface RelabelRecordInput {
  readonly id: string;
  readonly version?: string | null;
  readonly label?: LabelInput | null;
  readonly portions?: readonly PortionLabelInput[] | null;
}

type AnyRecord = LabelledRecord<string, string>;

/**
 * Gives a record another label, or its fields other ones. What is hidden from the writer keeps its label, but that no
 * field is ever labelled less strictly than its record, and no record less than what it was made from.
 */
export async function relabelRecord(writing: Writing, input: RelabelRecordInput): Promise<Written> {
  const target = await anyTarget(writing, input);
  const { whole } = target;
  const label = input.label ? writing.newLabel(whole, input.label, ['input', 'label']) : whole.label;
  const unseen = new Set(writing.hiddenFields(target));
  const stays = ([field]: [string, unknown]): boolean => !input.portions || unseen.has(field);
  const portions = Object.fromEntries(Object.entries(whole.portions).filter(stays));
  const record = underLabel(writing, { ...whole, portions }, label, unseen);
  const asked = input.portions ? writing.portions(withoutFields(record, unseen), input.portions) : {};
  await writing.put({ ...record, portions: { ...asked, ...record.portions } });
  return {};
}

const withoutFields = (record: AnyRecord, fields: ReadonlySet<string>): AnyRecord => ({
  ...record,
  ...Object.fromEntries([...fields].map((field) => [field, null])),
});
