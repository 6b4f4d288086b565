import { WriteRefused } from '../errors.ts';
import { expectStep } from '../runtime/lifeCycle.ts';
import type { Written } from '../runtime/mutation.ts';
import type { Source } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import type { ReleaseRequestRecord, ReleaseStatus } from './records.ts';
import lifeCycle from './lifeCycle.json' with { type: 'json' };

/** `CloseReleaseInput` of the contract, coerced. */
export interface CloseReleaseInput {
  readonly request: string;
  readonly version: string;
  readonly to: ReleaseStatus;
  readonly answer?: string | null;
}

const path = ['input', 'answer'];

/** The status shows to all who see the request: the answer that it rests on must be for their eyes, too. */
export async function closeRelease(writing: Writing, input: CloseReleaseInput): Promise<Written> {
  const { id } = await writing.source('ReleaseRequest', input.request, ['input', 'request']);
  if (!writing.reading.owns(id)) {
    throw new WriteRefused('NOT_ALLOWED', 'a nation closes its own requests', ['input', 'request']);
  }
  const { whole } = await writing.target<ReleaseRequestRecord>('ReleaseRequest', id, input.version, [
    'input',
    'request',
  ]);
  expectStep(lifeCycle, whole.status, input.to, ['input', 'to']);
  const answer = await answerTo(writing, input);
  const request = { ...whole, status: input.to };
  await writing.put(answer === null ? request : writing.tellingOf(request, [answer], path));
  return { request: ['ReleaseRequest', request.id] };
}

/** One that the writer sees, of which its own nation says that it is to this request, and what it says. */
async function answerTo(writing: Writing, { request, to, answer }: CloseReleaseInput): Promise<Source | null> {
  const rests = to === 'GRANTED' || to === 'REFUSED';
  if (rests !== Boolean(answer)) {
    throw new WriteRefused('INVALID', `${to} rests on ${rests ? 'an answer' : 'no answer'}`, path);
  }
  if (!answer) return null;
  const source = await writing.source('ReleaseAnswer', answer, path);
  if (source.fields['request'] !== request) throw new WriteRefused('INVALID', 'answers another request', path);
  if (source.fields['granted'] !== (to === 'GRANTED')) {
    throw new WriteRefused('INVALID', `does not say ${to}`, path);
  }
  return source;
}
