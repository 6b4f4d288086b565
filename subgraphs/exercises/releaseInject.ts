import { WriteRefused } from '../errors.ts';
import type { Written } from '../runtime/mutation.ts';
import { underLabel } from '../runtime/underLabel.ts';
import type { Writing } from '../runtime/Writing.ts';
import { exerciseControl } from './exerciseControl.ts';
import type { InjectRecord } from './records.ts';
import { releasedAt } from './releasedAt.ts';

/** `ReleaseInjectInput` of the contract, coerced. */
export interface ReleaseInjectInput {
  readonly id: string;
  readonly version: string;
}

/** The label becomes the one that was to follow it; what the writer may not see is released at its time. */
export async function releaseInject(writing: Writing, { id, version }: ReleaseInjectInput): Promise<Written> {
  const path = ['input', 'id'];
  const target = await writing.target<InjectRecord>('Inject', id, version);
  const { whole } = target;
  if (releasedAt(whole.releasedAt, whole.label, writing.now) !== null)
    throw new WriteRefused('CONFLICT', 'it is released already', path);
  const label = writing.nextLabel(whole, exerciseControl, path);
  const hidden = new Set(writing.hiddenFields(target));
  const inject = underLabel(writing, { ...whole, releasedAt: writing.at }, label, hidden);
  await writing.put(inject);
  return { inject: ['Inject', inject.id] };
}
