import { sorted } from '../../schema/label/names.ts';
import { WriteRefused } from '../errors.ts';
import { expectStep } from '../runtime/lifeCycle.ts';
import type { Written } from '../runtime/mutation.ts';
import type { Source } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import answersNeeded from './answersNeeded.json' with { type: 'json' };
import type { CapabilityRequestRecord, RequestAnswerRecord, RequestStatus } from './records.ts';
import lifeCycle from './requestLifeCycle.json' with { type: 'json' };

/** `AdvanceRequestInput` of the contract, coerced. */
export interface AdvanceRequestInput {
  readonly id: string;
  readonly version: string;
  readonly to: RequestStatus;
  readonly answers: readonly string[];
}

/** Which answers a step rests on. */
const needed: Readonly<Partial<Record<RequestStatus, RequestAnswerRecord['response']>>> = answersNeeded as Partial<
  Record<RequestStatus, RequestAnswerRecord['response']>
>;

/** The status shows to all who see the request: what it rests on must be for their eyes, too. */
export async function advanceRequest(writing: Writing, input: AdvanceRequestInput): Promise<Written> {
  const { whole } = await writing.target<CapabilityRequestRecord>('CapabilityRequest', input.id, input.version);
  const { to } = input;
  expectStep(lifeCycle, whole.status, to, ['input', 'to']);
  const answers = await answersTo(writing, input);
  const request = { ...whole, status: to, accepted: to === 'ACCEPTED' ? sorted(input.answers) : whole.accepted };
  await writing.put(answers.length > 0 ? writing.tellingOf(request, answers, ['input', 'answers']) : request);
  return { request: ['CapabilityRequest', request.id] };
}

/** Each is one that the writer sees, and its own nation says which request it answers, and how. */
async function answersTo(writing: Writing, { id, to, answers }: AdvanceRequestInput): Promise<readonly Source[]> {
  const response = needed[to];
  if (response === undefined && answers.length > 0) {
    throw new WriteRefused('INVALID', `${to} rests on no answers`, ['input', 'answers']);
  }
  if (response !== undefined && answers.length === 0) {
    throw new WriteRefused('INVALID', `${to} rests on at least one answer: ${response}`, ['input', 'answers']);
  }
  const named = answers.map(async (answer, index) => {
    const path = ['input', 'answers', String(index)];
    const source = await writing.source('RequestAnswer', answer, path);
    if (source.fields['request'] !== id) throw new WriteRefused('INVALID', 'answers another request', path);
    if (source.fields['response'] !== response) {
      throw new WriteRefused('INVALID', `${to} rests on answers that say ${response}`, path);
    }
    return source;
  });
  return Promise.all(named);
}
