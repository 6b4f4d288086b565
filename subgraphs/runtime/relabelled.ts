import { anyTarget } from './anyTarget.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
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

/** A record before and under its new labels. */
export interface Relabelled {
  readonly before: AnyRecord;
  readonly after: AnyRecord;
  /** The fields whose labels the writer may not know of. */
  readonly unseen: ReadonlySet<string>;
}

/**
 * A record under another label, or with other ones for its fields. What is hidden from the writer keeps its label, but that
 * no field is ever labelled less strictly than its record, and no record less than what it was made from.
 */
export async function relabelled(writing: Writing, input: RelabelRecordInput): Promise<Relabelled> {
  const target = await anyTarget(writing, input);
  const { whole } = target;
  const label = input.label ? writing.newLabel(whole, input.label, ['input', 'label']) : whole.label;
  const unseen = new Set(writing.hiddenFields(target));
  const stays = ([field]: [string, unknown]): boolean => !input.portions || unseen.has(field);
  const portions = Object.fromEntries(Object.entries(whole.portions).filter(stays));
  const record = underLabel(writing, { ...whole, portions }, label, unseen);
  const asked = input.portions ? writing.portions(withoutFields(record, unseen), input.portions) : {};
  return { before: whole, after: { ...record, portions: { ...asked, ...record.portions } }, unseen };
}

const withoutFields = (record: AnyRecord, fields: ReadonlySet<string>): AnyRecord => ({
  ...record,
  ...Object.fromEntries([...fields].map((field) => [field, null])),
});
