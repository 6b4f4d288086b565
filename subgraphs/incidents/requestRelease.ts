import { nationOf } from '../../schema/id.ts';
import { WriteRefused } from '../errors.ts';
import type { Written } from '../runtime/mutation.ts';
import { titled } from '../runtime/titled.ts';
import type { PortionLabelInput } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import { forNation } from './forNation.ts';
import { severities, type ReleasableField, type ReleaseRequestRecord } from './records.ts';
import deadlines from './releaseDeadlines.json' with { type: 'json' };

/** `RequestReleaseInput` of the contract, coerced. */
export interface RequestReleaseInput {
  readonly incident: string;
  readonly field: ReleasableField;
  readonly reason: string;
  readonly portions: readonly PortionLabelInput[];
  readonly clientReference?: string | null;
}

export async function requestRelease(writing: Writing, input: RequestReleaseInput): Promise<Written> {
  const id = await writing.once('ReleaseRequest', input.clientReference, () => ask(writing, input));
  return { request: ['ReleaseRequest', id] };
}

/** Asks for what the writer may not see, so nothing here depends on whether it is there. */
async function ask(writing: Writing, input: RequestReleaseInput): Promise<string> {
  const incident = await writing.source('Incident', input.incident, ['input', 'incident']);
  if (writing.reading.owns(incident.id)) {
    throw new WriteRefused('NOT_ALLOWED', 'a nation needs no release of what is its own', ['input', 'incident']);
  }
  const owner = forNation(nationOf(incident.id) ?? '');
  const unmarked: ReleaseRequestRecord = {
    __typename: 'ReleaseRequest',
    id: writing.newId('ReleaseRequest'),
    label: writing.raisedLabel('ReleaseRequest', owner, ['input', 'incident'], [incident]),
    leastLabel: writing.leastLabel([incident]),
    portions: {},
    incident: incident.id,
    field: input.field,
    reason: titled(input.reason, ['input', 'reason']),
    status: 'OPEN',
    askedAt: writing.at,
    answerBy: new Date(writing.now + minutes(incident.fields['severity']) * 60_000).toISOString(),
  };
  const request = writing.marked(unmarked, input.portions);
  await writing.put(request);
  return request.id;
}

/** Where the incident states no severity, it is held for the lowest. */
function minutes(stated: unknown): number {
  const severity = severities.find((one) => one === stated) ?? 'S0_NEGLIGIBLE';
  return deadlines.answerWithinMinutes[severity];
}
