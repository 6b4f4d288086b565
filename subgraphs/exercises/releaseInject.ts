import { WriteRefused } from '../errors.ts';
import type { Written } from '../runtime/mutation.ts';
import type { Writing } from '../runtime/Writing.ts';
import { exerciseControl } from './exerciseControl.ts';
import type { InjectRecord } from './records.ts';
import { releasedAt } from './releasedAt.ts';

/** `ReleaseInjectInput` of the contract, coerced. */
export interface ReleaseInjectInput {
  readonly id: string;
  readonly version: string;
}

/** The label becomes the one that was to follow it. */
export async function releaseInject(writing: Writing, { id, version }: ReleaseInjectInput): Promise<Written> {
  const { whole } = await writing.target<InjectRecord>('Inject', id, version);
  if (releasedAt(whole.releasedAt, whole.label, writing.now) !== null)
    throw new WriteRefused('CONFLICT', 'it is released already', ['input', 'id']);
  const inject: InjectRecord = {
    ...writing.succeeded(whole, exerciseControl, ['input', 'id']),
    releasedAt: writing.at,
  };
  await writing.put(inject);
  return { inject: ['Inject', inject.id] };
}
