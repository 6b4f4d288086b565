import { WriteRefused } from '../errors.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import type { Writing } from '../runtime/Writing.ts';
import { percent } from './incidentValues.ts';
import type { IncidentLinkRecord } from './records.ts';

/** `LinkIncidentsInput` of the contract, coerced. */
export interface LinkIncidentsInput {
  readonly from: string;
  readonly to: string;
  readonly relation: IncidentLinkRecord['relation'];
  readonly confidence?: number | null;
  readonly label: LabelInput;
}

export async function linkIncidents(writing: Writing, input: LinkIncidentsInput): Promise<Written> {
  const from = await writing.source('Incident', input.from, ['input', 'from']);
  const to = await writing.source('Incident', input.to, ['input', 'to']);
  if (from.id === to.id) throw new WriteRefused('INVALID', 'an incident is not linked to itself', ['input', 'to']);
  const link: IncidentLinkRecord = {
    __typename: 'IncidentLink',
    id: writing.newId('IncidentLink'),
    label: writing.raisedLabel('IncidentLink', input.label, ['input', 'label'], [from, to]),
    leastLabel: writing.leastLabel([from, to]),
    portions: {},
    relation: input.relation,
    from: from.id,
    to: to.id,
    confidence: percent(input.confidence ?? null, ['input', 'confidence']),
    assertedAt: writing.at,
  };
  await writing.put(link);
  return { link: ['IncidentLink', link.id] };
}
