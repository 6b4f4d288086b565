import { nationOf } from '../../schema/id.ts';
import { WriteRefused } from '../errors.ts';
import type { LabelledRecord } from '../runtime/LabelledRecord.ts';
import { expectStep } from '../runtime/lifeCycle.ts';
import type { Written } from '../runtime/mutation.ts';
import { titled } from '../runtime/titled.ts';
import type { Target, Writing } from '../runtime/Writing.ts';
import { askedRecord } from './askedRecord.ts';
import { forNation } from './forNation.ts';
import lifeCycle from './lifeCycle.json' with { type: 'json' };
import type { ReleaseAnswerRecord } from './records.ts';

/** `AnswerReleaseInput` of the contract, coerced. */
export interface AnswerReleaseInput {
  readonly request: string;
  readonly grant: boolean;
  readonly version?: string | null;
  readonly reason: string;
}

type AnyRecord = LabelledRecord<string, string>;

const path = ['input', 'request'];

/** The answer and what it releases are one write. */
export async function answerRelease(writing: Writing, input: AnswerReleaseInput): Promise<Written> {
  const { grant, version = null } = input;
  const request = await writing.source('ReleaseRequest', input.request, path);
  const { field, status } = request.fields;
  const asked = askedRecord(request.fields);
  if (asked === null || !writing.reading.owns(asked.id)) {
    throw new WriteRefused('NOT_ALLOWED', 'a nation releases what is its own', path);
  }
  expectStep(lifeCycle, String(status), grant ? 'GRANTED' : 'REFUSED', path);
  if (grant && version === null && writing.typeOf(asked.id)?.versioned === true) {
    throw new WriteRefused('INVALID', 'the version is missing that you read', ['input', 'version']);
  }
  const target = await writing.target(asked.type, asked.id, version, path);
  const sources = [request, await writing.source(asked.type, asked.id, path)];
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
  const released =
    grant && asked.fields.includes(String(field)) ? wider(writing, target, String(field), requester) : [];
  await writing.put(answer, ...released);
  return { answer: ['ReleaseAnswer', answer.id] };
}

/** Where the writer sees nothing in the field there is nothing to release; without a label of its own it is as open as the record. */
function wider(writing: Writing, { whole, seen }: Target<AnyRecord>, field: string, to: string): readonly AnyRecord[] {
  const label = whole.portions[field];
  if (label === undefined || (seen[field] ?? null) === null) return [];
  const released = writing.releasedLabel(whole, label, to, ['input', 'grant']);
  return released === label ? [] : [{ ...whole, portions: { ...whole.portions, [field]: released } }];
}
