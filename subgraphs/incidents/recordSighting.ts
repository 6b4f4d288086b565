import { WriteRefused } from '../errors.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import type { Writing } from '../runtime/Writing.ts';
import { ownIncident } from './ownIncident.ts';
import type { IndicatorSightingRecord } from './records.ts';

/** `RecordSightingInput` of the contract, coerced. */
export interface RecordSightingInput {
  readonly indicator: string;
  readonly incident: string;
  readonly firstSeen?: string | null;
  readonly lastSeen?: string | null;
  readonly count?: number | null;
  readonly label: LabelInput;
  readonly clientReference?: string | null;
}

/** One sent twice under one reference is one sighting. */
export async function recordSighting(writing: Writing, input: RecordSightingInput): Promise<Written> {
  const id = await writing.once('IndicatorSighting', input.clientReference, async () => {
    const indicator = await writing.source('Indicator', input.indicator, ['input', 'indicator']);
    const incident = await ownIncident(writing, input.incident);
    const sources = [indicator, incident];
    const sighting: IndicatorSightingRecord = {
      ...whenSeen(writing, input),
      __typename: 'IndicatorSighting',
      id: writing.newId('IndicatorSighting'),
      label: writing.raisedLabel('IndicatorSighting', input.label, ['input', 'label'], sources),
      leastLabel: writing.leastLabel(sources),
      portions: {},
      indicator: indicator.id,
      incident: incident.id,
      count: counted(input.count ?? null),
    };
    await writing.put(sighting);
    return sighting.id;
  });
  return { sighting: ['IndicatorSighting', id] };
}

/** What has been seen has been seen by now: by this it stands in lists, in its place among those of all nations. */
function whenSeen(
  { at, now }: Writing,
  { firstSeen = null, lastSeen = null }: RecordSightingInput,
): Pick<IndicatorSightingRecord, 'firstSeen' | 'lastSeen'> {
  const last = lastSeen ?? at;
  if (Date.parse(last) > now) throw new WriteRefused('INVALID', 'is yet to come', ['input', 'lastSeen']);
  if (firstSeen !== null && Date.parse(firstSeen) > Date.parse(last)) {
    throw new WriteRefused('INVALID', 'comes after it was last seen', ['input', 'firstSeen']);
  }
  return { firstSeen, lastSeen: last };
}

function counted(count: number | null): number | null {
  if (count !== null && count < 1) throw new WriteRefused('INVALID', 'must be 1 or more', ['input', 'count']);
  return count;
}
