import { nationOf } from '../../schema/id.ts';
import { WriteRefused } from '../errors.ts';
import { expectStep } from '../runtime/lifeCycle.ts';
import type { Written } from '../runtime/mutation.ts';
import { titled } from '../runtime/titled.ts';
import type { Target, Writing } from '../runtime/Writing.ts';
import { forNation } from './forNation.ts';
import type { IncidentRecord, ReleaseAnswerRecord } from './records.ts';
import lifeCycle from './releaseLifeCycle.json' with { type: 'json' };

/** `AnswerReleaseInput` of the contract, coerced. */
export interface AnswerReleaseInput {
  readonly request: string;
  readonly grant: boolean;
  readonly version?: string | null;
  readonly reason: string;
}

const path = ['input', 'request'];

/** The answer and what it releases are one write. */
export async function answerRelease(writing: Writing, input: AnswerReleaseInput): Promise<Written> {
  const { grant, version = null } = input;
  const request = await writing.source('ReleaseRequest', input.request, path);
  const { incident: id, field, status } = request.fields;
  if (typeof id !== 'string' || !writing.reading.owns(id)) {
    throw new WriteRefused('NOT_ALLOWED', 'a nation releases what is its own', path);
  }
  expectStep(lifeCycle, String(status), grant ? 'GRANTED' : 'REFUSED', path);
  if (grant && version === null) {
    throw new WriteRefused('INVALID', 'the version is missing that you read', ['input', 'version']);
  }
  const target = await writing.target<IncidentRecord>('Incident', id, version, path);
  const sources = [request, await writing.source('Incident', id, path)];
  const requester = nationOf(request.id) ?? '';
  const answer: ReleaseAnswerRecord = {
    __typename: 'ReleaseAnswer',
    id: writing.newId('ReleaseAnswer'),
    label: writing.raisedLabel('ReleaseAnswer', forNation(requester), path, sources),
    leastLabel: writing.leastLabel(sources),
    portions: {},
    request: request.id,
    at: writing.at,
    granted: grant,
    reason: titled(input.reason, ['input', 'reason']),
  };
  await writing.put(answer, ...(grant ? released(writing, target, String(field), requester) : []));
  return { answer: ['ReleaseAnswer', answer.id] };
}

/** Where the writer sees nothing in the field there is nothing to release; without a label of its own it is as open as the incident. */
function released(
  writing: Writing,
  { whole, seen }: Target<IncidentRecord>,
  field: string,
  to: string,
): readonly IncidentRecord[] {
  const label = new Map(Object.entries(whole.portions)).get(field);
  if (label === undefined || (seen[field] ?? null) === null) return [];
  const wider = writing.releasedLabel(whole, label, to, ['input', 'grant']);
  return wider === label ? [] : [{ ...whole, portions: { ...whole.portions, [field]: wider } }];
}
