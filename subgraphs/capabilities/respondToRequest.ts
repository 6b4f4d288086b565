import { WriteRefused } from '../errors.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { LifeCycle } from '../runtime/lifeCycle.ts';
import type { Written } from '../runtime/mutation.ts';
import type { PortionLabelInput, Source } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import { ownCapability } from './ownCapability.ts';
import type { RequestAnswerRecord } from './records.ts';
import lifeCycle from './requestLifeCycle.json' with { type: 'json' };

/** `RespondToRequestInput` of the contract, coerced. */
export interface RespondToRequestInput {
  readonly request: string;
  readonly response: RequestAnswerRecord['response'];
  readonly capability?: string | null;
  readonly terms?: string | null;
  readonly label?: LabelInput | null;
  readonly portions: readonly PortionLabelInput[];
}

export async function respondToRequest(writing: Writing, input: RespondToRequestInput): Promise<Written> {
  const request = await writing.source('CapabilityRequest', input.request, ['input', 'request']);
  if (writing.reading.owns(request.id)) {
    throw new WriteRefused('NOT_ALLOWED', 'a nation does not answer its own request', ['input', 'request']);
  }
  if (!isWaiting(request)) {
    throw new WriteRefused('CONFLICT', 'the request waits for no answer any more', ['input', 'request']);
  }
  const sources = [request, ...(await offered(writing, input))];
  const unmarked: RequestAnswerRecord = {
    __typename: 'RequestAnswer',
    id: writing.newId('RequestAnswer'),
    label: writing.label('RequestAnswer', input.label ?? null, ['input', 'label'], sources),
    leastLabel: writing.leastLabel(sources),
    portions: {},
    request: request.id,
    at: writing.at,
    response: input.response,
    capability: input.capability ?? null,
    terms: input.terms ?? null,
  };
  const answer = writing.marked(unmarked, input.portions);
  await writing.put(answer);
  return { answer: ['RequestAnswer', answer.id] };
}

/** By what its owner says of it now, an offer may still be accepted. */
function isWaiting({ fields: { status } }: Source): boolean {
  const next: LifeCycle = lifeCycle;
  return typeof status === 'string' && Object.hasOwn(next, status) && next[status]?.includes('ACCEPTED') === true;
}

async function offered(writing: Writing, input: RespondToRequestInput): Promise<readonly Source[]> {
  const path = ['input', 'capability'];
  if (input.response !== 'OFFER') {
    if (input.capability) throw new WriteRefused('INVALID', 'goes with OFFER alone', path);
    return [];
  }
  if (!input.capability) throw new WriteRefused('INVALID', 'OFFER needs a capability', path);
  return [await ownCapability(writing, input.capability, path)];
}
