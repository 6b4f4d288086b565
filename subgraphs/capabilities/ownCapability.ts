import { WriteRefused } from '../errors.ts';
import type { Source } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';

/** A capability that the writer sees and that their own nation can give. */
export async function ownCapability(writing: Writing, id: string, path: readonly string[]): Promise<Source> {
  const capability = await writing.source('Capability', id, path);
  if (writing.reading.owns(id)) return capability;
  throw new WriteRefused('NOT_ALLOWED', 'a nation offers what is its own', path);
}
