import type { Writing } from '../runtime/Writing.ts';
import type { TimelineEntryRecord } from './records.ts';

/** An entry for what a write did to an incident, under the label of what it touched. */
export const timelineEntry = (
  writing: Writing,
  incident: string,
  entry: Pick<TimelineEntryRecord, 'kind' | 'text' | 'label'>,
): TimelineEntryRecord => ({
  __typename: 'TimelineEntry',
  id: writing.newId('TimelineEntry'),
  portions: {},
  incident,
  at: writing.at,
  ...entry,
});
