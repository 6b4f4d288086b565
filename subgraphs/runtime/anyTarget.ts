import { WriteRefused } from '../errors.ts';
import type { LabelledRecord } from './LabelledRecord.ts';
import type { RecordType } from './RecordType.ts';
import type { Target, Writing } from './Writing.ts';

/** A record of this nation, of whatever type its id says, for those who change the record as such. */
export async function anyTarget(
  writing: Writing,
  { id, version = null }: { readonly id: string; readonly version?: string | null },
): Promise<Target<LabelledRecord<string, string>> & { readonly type: RecordType }> {
  const type = writing.typeOf(id);
  if (type === null) throw new WriteRefused('NOT_FOUND', 'there is no such record', ['input', 'id']);
  const target = await writing.target(type.name, id, version);
  if (type.versioned && version === null) {
    throw new WriteRefused('INVALID', 'the version is missing that you read', ['input', 'version']);
  }
  return { ...target, type };
}
