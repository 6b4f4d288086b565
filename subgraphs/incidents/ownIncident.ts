import { WriteRefused } from '../errors.ts';
import type { Source } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';

/** The incident that something is recorded with: a nation says what it saw in its own. */
export async function ownIncident(writing: Writing, id: string): Promise<Source> {
  const path = ['input', 'incident'];
  const incident = await writing.source('Incident', id, path);
  if (writing.reading.owns(incident.id)) return incident;
  throw new WriteRefused('NOT_ALLOWED', `${writing.nation} records nothing with an incident of another nation`, path);
}
