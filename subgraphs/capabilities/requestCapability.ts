import { WriteRefused } from '../errors.ts';
import { addressees } from '../runtime/addressees.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import type { PortionLabelInput, Source } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import type { CapabilityKind, CapabilityRequestRecord, Urgency } from './records.ts';

/** `RequestCapabilityInput` of the contract, coerced. */
export interface RequestCapabilityInput {
  readonly kinds: readonly CapabilityKind[];
  readonly urgency: Urgency;
  readonly neededBy?: string | null;
  readonly need?: string | null;
  readonly incident?: string | null;
  readonly exercise?: string | null;
  readonly to: readonly string[];
  readonly label: LabelInput;
  readonly portions: readonly PortionLabelInput[];
}

export async function requestCapability(writing: Writing, input: RequestCapabilityInput): Promise<Written> {
  const incident = await named(writing, 'Incident', input.incident, ['input', 'incident']);
  const exercise = await named(writing, 'Exercise', input.exercise, ['input', 'exercise']);
  if (input.kinds.length === 0) throw new WriteRefused('INVALID', 'say what is needed', ['input', 'kinds']);
  const sources = [...incident, ...exercise];
  const label = writing.label('CapabilityRequest', input.label, ['input', 'label'], sources);
  const unmarked: CapabilityRequestRecord = {
    __typename: 'CapabilityRequest',
    id: writing.newId('CapabilityRequest'),
    label,
    leastLabel: writing.leastLabel(sources),
    portions: {},
    kinds: [...new Set(input.kinds)],
    urgency: input.urgency,
    status: 'OPEN',
    openedAt: writing.at,
    neededBy: input.neededBy ?? null,
    to: addressees(writing, input.to, ['input', 'to'], { typeName: 'CapabilityRequest', label }),
    need: input.need ?? null,
    incident: input.incident ?? null,
    exercise: input.exercise ?? null,
    accepted: [],
  };
  const request = writing.marked(unmarked, input.portions);
  await writing.put(request);
  return { request: ['CapabilityRequest', request.id] };
}

const named = async (
  writing: Writing,
  typeName: string,
  id: string | null | undefined,
  path: readonly string[],
): Promise<readonly Source[]> => (id ? [await writing.source(typeName, id, path)] : []);
