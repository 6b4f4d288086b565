import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import type { Writing } from '../runtime/Writing.ts';
import type { AcknowledgementRecord } from './records.ts';

/** `AcknowledgeIncidentInput` of the contract, coerced. */
export interface AcknowledgeIncidentInput {
  readonly incident: string;
  readonly note?: string | null;
  readonly label?: LabelInput | null;
}

export async function acknowledgeIncident(writing: Writing, input: AcknowledgeIncidentInput): Promise<Written> {
  const incident = await writing.source('Incident', input.incident, ['input', 'incident']);
  const acknowledgement: AcknowledgementRecord = {
    __typename: 'Acknowledgement',
    id: writing.newId('Acknowledgement'),
    label: writing.label('Acknowledgement', input.label ?? null, ['input', 'label'], [incident]),
    leastLabel: writing.leastLabel([incident]),
    portions: {},
    incident: incident.id,
    at: writing.at,
    note: input.note ?? null,
  };
  await writing.put(acknowledgement);
  return { acknowledgement: ['Acknowledgement', acknowledgement.id] };
}
