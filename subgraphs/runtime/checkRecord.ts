import type { GraphQLSchema } from 'graphql';
import { isRecordId, nationOf } from '../../schema/id.ts';
import type { Directory } from '../../schema/label/directory.ts';
import { dominates } from '../../schema/label/dominates.ts';
import type { Marking } from '../../schema/label/label.ts';
import { parseMarking } from '../../schema/label/parseMarking.ts';
import { resolve } from '../../schema/label/resolve.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import { markingOf } from './markingOf.ts';
import type { RecordType } from './RecordType.ts';
import { valueProblem } from './valueProblem.ts';

/** The nation's side of the contract at one moment. */
export interface Place {
  readonly nation: string;
  readonly schema: GraphQLSchema;
  readonly types: ReadonlyMap<string, RecordType>;
  readonly directory: Directory;
  readonly now: number;
}

/** Why the record may not lie in this nation's store, or its type. */
export function checkRecord(
  record: LabelledRecord<string, string>,
  place: Place,
): { readonly type: RecordType } | { readonly problem: string } {
  const type = place.types.get(record.__typename);
  if (type === undefined) return { problem: `\`${record.__typename}\` is no type of record` };
  const problem =
    idProblem(record.id, type, place.nation) ??
    markingProblem(record, type, place) ??
    valueProblem(record, type, place.schema);
  return problem === null ? { type } : { problem };
}

function idProblem(id: string, { kind }: RecordType, nation: string): string | null {
  return isRecordId(id) && nationOf(id) === nation && id.split(':')[1] === kind
    ? null
    : `the id must be \`${nation}:${kind}:\` and 16 to 40 characters`;
}

function markingProblem(
  { label, portions }: LabelledRecord<string, string>,
  type: RecordType,
  { nation, directory, now }: Place,
): string | null {
  const texts = Object.entries(portions).flatMap(([field, text]) => (text === undefined ? [] : [{ field, text }]));
  const foreign = texts.find(({ field }) => !type.portions.has(field));
  if (foreign) return `\`${foreign.field}\` is not a portion of \`${type.name}\``;
  const marking: Marking | null = parseMarking(markingOf(label, texts));
  if (marking === null) return 'its labels are not the canonical text of a marking';
  const ofRecord = resolve(marking.label, nation, directory, type.domain, now);
  const weaker = [...marking.portions].find(
    ([, portion]) => !dominates(resolve(portion, nation, directory, type.domain, now), ofRecord),
  );
  return weaker ? `the label of the portion \`${weaker[0]}\` is not as strict as the label of the record` : null;
}
