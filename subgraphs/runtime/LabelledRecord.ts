/**
 * What every record is written with. `label` and the texts in `portions` (by field name) are canonical marking text as
 * schema/label/marking.ts writes it, `label` also `UNLABELLED`; a portion is at least as strict as the label. Times are RFC 3339 in
 * UTC with milliseconds. A field that names a record holds its id, one that names a nation its code. `leastLabel`
 * joins the labels of what the record was made from: it is never labelled less strictly.
 */
export interface LabelledRecord<Type extends string, Portion extends string = never> {
  readonly __typename: Type;
  readonly id: string;
  readonly label: string;
  readonly portions: Readonly<Partial<Record<Portion, string>>>;
  readonly leastLabel?: string | null;
}
