import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import { titled } from '../runtime/titled.ts';
import type { PortionLabelInput } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import * as values from './incidentValues.ts';
import { escalationPolicy } from './EscalationPolicy.ts';
import { nationalSeverity } from './nationalSeverity.ts';
import type { AllianceSeverity, ExternalReference, IncidentRecord } from './records.ts';
import { timelineEntry } from './timelineEntry.ts';

/** `ReportIncidentInput` of the contract, coerced. */
export interface ReportIncidentInput {
  readonly name: string;
  readonly description?: string | null;
  readonly severity: AllianceSeverity;
  readonly nationalSeverity?: IncidentRecord['nationalSeverity'];
  readonly determination: NonNullable<IncidentRecord['determination']>;
  readonly incidentTypes: readonly string[];
  readonly sectors: IncidentRecord['sectors'];
  readonly detection?: IncidentRecord['detection'];
  readonly occurredAt?: string | null;
  readonly detectedAt?: string | null;
  readonly techniques: readonly string[];
  readonly vulnerabilities: readonly string[];
  readonly affectedNations: readonly string[];
  readonly attribution?: values.AttributionInput | null;
  readonly externalReferences: readonly (Pick<ExternalReference, 'sourceName'> & Partial<ExternalReference>)[];
  readonly label: LabelInput;
  readonly portions: readonly PortionLabelInput[];
  readonly clientReference?: string | null;
  readonly isExercise: boolean;
}

/** A report sent twice under one reference is one incident, and answers with it. */
export async function reportIncident(writing: Writing, input: ReportIncidentInput): Promise<Written> {
  const id = await writing.once('Incident', input.clientReference, async () => {
    const unmarked: IncidentRecord = {
      ...fieldsOf(writing, input),
      __typename: 'Incident',
      id: writing.newId('Incident'),
      label: writing.label('Incident', input.label, ['input', 'label']),
      portions: {},
    };
    const incident = writing.marked(unmarked, input.portions);
    const { label } = incident;
    await writing.put(incident, timelineEntry(writing, incident.id, { kind: 'REPORTED', text: null, label }));
    return incident.id;
  });
  return { incident: ['Incident', id] };
}

function fieldsOf(
  writing: Writing,
  input: ReportIncidentInput,
): Omit<IncidentRecord, '__typename' | 'id' | 'label' | 'portions'> {
  return {
    name: titled(input.name, ['input', 'name']),
    description: input.description ?? null,
    status: 'NEW',
    determination: input.determination,
    severity: input.severity,
    nationalSeverity: nationalSeverity(escalationPolicy, input.severity, input.nationalSeverity, null),
    escalation: 'NATIONAL',
    incidentTypes: input.incidentTypes,
    detection: input.detection ?? null,
    sectors: input.sectors,
    occurredAt: input.occurredAt ?? null,
    detectedAt: input.detectedAt ?? null,
    reportedAt: writing.at,
    containedAt: null,
    closedAt: null,
    updatedAt: writing.at,
    affectedNations: values.affectedNations(input.affectedNations, ['input', 'affectedNations'], writing),
    impacts: null,
    techniques: values.techniques(input.techniques, ['input', 'techniques']),
    attribution: values.attribution(input.attribution, ['input', 'attribution']),
    vulnerabilities: values.vulnerabilities(input.vulnerabilities, ['input', 'vulnerabilities']),
    externalReferences: values.externalReferences(input.externalReferences),
    source: null,
    isExercise: input.isExercise,
  };
}
