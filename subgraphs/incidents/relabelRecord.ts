import type { Written } from '../runtime/mutation.ts';
import { relabelled, type Relabelled, type RelabelRecordInput } from '../runtime/relabelled.ts';
import type { Writing } from '../runtime/Writing.ts';
import type { TimelineEntryRecord } from './records.ts';
import { timelineEntry } from './timelineEntry.ts';

/** Of any record; what an incident is relabelled for stands in its timeline, too. */
export async function relabelRecord(writing: Writing, input: RelabelRecordInput): Promise<Written> {
  const change = await relabelled(writing, input);
  const entries = change.after.__typename === 'Incident' ? entriesOf(writing, change) : [];
  await writing.put(change.after, ...entries);
  return {};
}

/** One entry for each label among what was relabelled, under the old label and the new: that there was another is part of it. */
function entriesOf(writing: Writing, { before, after, unseen }: Relabelled): readonly TimelineEntryRecord[] {
  const fields = new Set([...Object.keys(before.portions), ...Object.keys(after.portions)]);
  const own = [...fields].filter((field) => !unseen.has(field) && before.portions[field] !== after.portions[field]);
  const changed = [
    ...(before.label === after.label ? [] : [['the incident', before.label, after.label] as const]),
    ...own.map((field) => [field, writing.fieldLabel(before, field), writing.fieldLabel(after, field)] as const),
  ];
  const byLabel = Map.groupBy(changed, ([, from, to]) => writing.joinedLabel('TimelineEntry', [from, to]));
  return [...byLabel].map(([label, alike]) => {
    const what = alike.map(([one]) => one).toSorted();
    return timelineEntry(writing, after.id, { kind: 'NOTE', text: `relabelled: ${what.join(', ')}`, label });
  });
}
