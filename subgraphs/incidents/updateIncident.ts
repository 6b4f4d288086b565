import { isDeepStrictEqual } from 'node:util';
import { WriteRefused } from '../errors.ts';
import { expectStep } from '../runtime/lifeCycle.ts';
import type { Written } from '../runtime/mutation.ts';
import { titled } from '../runtime/titled.ts';
import type { Writing } from '../runtime/Writing.ts';
import { escalationPolicy } from './EscalationPolicy.ts';
import * as values from './incidentValues.ts';
import lifeCycle from './lifeCycle.json' with { type: 'json' };
import type { IncidentRecord, IncidentStatus, TimelineEntryRecord } from './records.ts';
import { severityChange, type SeverityInput } from './severityChange.ts';
import { timelineEntry } from './timelineEntry.ts';

/** `UpdateIncidentInput` of the contract, coerced: what is not there stays as it is. */
export interface UpdateIncidentInput extends SeverityInput {
  readonly id: string;
  readonly version: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly status?: IncidentStatus | null;
  readonly determination?: IncidentRecord['determination'];
  readonly techniques?: readonly string[] | null;
  readonly vulnerabilities?: readonly string[] | null;
  readonly affectedNations?: readonly string[] | null;
  readonly attribution?: values.AttributionInput | null;
}

type Changes = Partial<Omit<IncidentRecord, '__typename' | 'id' | 'label' | 'portions'>>;

export async function updateIncident(writing: Writing, input: UpdateIncidentInput): Promise<Written> {
  const target = await writing.target<IncidentRecord>('Incident', input.id, input.version);
  const { whole } = target;
  const changes = changed(writing.asSeen(target), {
    ...changesOf(writing, input),
    ...severityChange(escalationPolicy, whole, input, writing.now),
    ...timesOf(writing, whole, input.status),
  });
  const replaced = writing.hiddenFields(target).filter((field) => field in changes);
  const portions = Object.fromEntries(Object.entries(whole.portions).filter(([field]) => !replaced.includes(field)));
  const incident: IncidentRecord = { ...whole, ...changes, portions, updatedAt: writing.at };
  const entries = entriesOf(writing, incident, changes);
  await writing.put(incident, ...entries, ...replaced.map((field) => keptEntry(writing, whole, field)));
  return { incident: ['Incident', incident.id] };
}

function changesOf(writing: Writing, input: UpdateIncidentInput): Changes {
  const at = (field: string) => ['input', field];
  const { name, description, status, determination } = input;
  return {
    ...(name !== undefined && { name: titled(name ?? '', at('name')) }),
    ...(description !== undefined && { description }),
    ...(status !== undefined && { status }),
    ...(determination !== undefined && { determination }),
    ...(input.techniques !== undefined && {
      techniques: values.techniques(input.techniques ?? [], at('techniques')),
    }),
    ...(input.vulnerabilities !== undefined && {
      vulnerabilities: values.vulnerabilities(input.vulnerabilities ?? [], at('vulnerabilities')),
    }),
    ...(input.affectedNations !== undefined && {
      affectedNations: values.affectedNations(input.affectedNations ?? [], at('affectedNations'), writing),
    }),
    ...(input.attribution !== undefined && {
      attribution: values.attribution(input.attribution, at('attribution')),
    }),
  };
}

/** When an incident was contained and closed follows from its status. Nobody is to acknowledge what is closed. */
function timesOf(writing: Writing, whole: IncidentRecord, status: UpdateIncidentInput['status']): Changes {
  if (status === undefined || status === whole.status) return {};
  if (status === null)
    throw new WriteRefused('CONFLICT', 'a status that is set is not taken back', ['input', 'status']);
  expectStep(lifeCycle, whole.status ?? 'NEW', status, ['input', 'status']);
  const isContained = status === 'RESPOND_ERADICATE' || status === 'RECOVER';
  return {
    closedAt: status === 'CLOSED' ? writing.at : null,
    ...(status === 'CLOSED' && whole.acknowledgeBy && { acknowledgeBy: null }),
    ...(isContained && whole.containedAt === null && { containedAt: writing.at }),
  };
}

const changed = (before: IncidentRecord, changes: Changes): Changes =>
  Object.fromEntries(
    Object.entries(changes).filter(([field, value]) => !isDeepStrictEqual(value, before[field as keyof Changes])),
  );

/**
 * The writer may put something where a value lies that they may not see, and must not learn that it does. Theirs takes
 * the place, and the other is kept in the timeline, under its own label.
 */
function keptEntry(writing: Writing, whole: IncidentRecord, field: string): TimelineEntryRecord {
  const text = `${field}, before it was written anew: ${JSON.stringify(whole[field as keyof IncidentRecord])}`;
  return timelineEntry(writing, whole.id, { kind: 'NOTE', text, label: writing.fieldLabel(whole, field) });
}

/** One entry for each label among what was touched, so that nobody reads of more than they may see. */
function entriesOf(writing: Writing, incident: IncidentRecord, changes: Changes): readonly TimelineEntryRecord[] {
  const byLabel = Map.groupBy(Object.keys(changes), (field) => writing.fieldLabel(incident, field));
  return [...byLabel].map(([label, fields]) => {
    const kind = fields.includes('status') ? kindOf(incident.status) : 'NOTE';
    return timelineEntry(writing, incident.id, { kind, text: `changed: ${fields.toSorted().join(', ')}`, label });
  });
}

const kinds: Partial<Record<IncidentStatus, TimelineEntryRecord['kind']>> = {
  RESPOND_CONTAIN: 'CONTAINMENT',
  RESPOND_ERADICATE: 'ERADICATION',
  RECOVER: 'RECOVERY',
  CLOSED: 'CLOSED',
};

const kindOf = (status: IncidentStatus | null): TimelineEntryRecord['kind'] => kinds[status ?? 'NEW'] ?? 'NOTE';
