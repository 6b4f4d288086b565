import { WriteRefused } from '../errors.ts';
import { addressees } from '../runtime/addressees.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import type { PortionLabelInput } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';
import { isBoundBy } from './isBoundBy.ts';
import { ownCapability } from './ownCapability.ts';
import type { CapabilityOfferRecord } from './records.ts';

/** `OfferCapabilityInput` of the contract, coerced. */
export interface OfferCapabilityInput {
  readonly capability: string;
  readonly to: readonly string[];
  readonly from: string;
  readonly until?: string | null;
  readonly agreement?: string | null;
  readonly terms?: string | null;
  readonly label: LabelInput;
  readonly portions: readonly PortionLabelInput[];
}

export async function offerCapability(writing: Writing, input: OfferCapabilityInput): Promise<Written> {
  const capability = await ownCapability(writing, input.capability, ['input', 'capability']);
  const until = input.until ?? null;
  if (until !== null && Date.parse(until) <= Date.parse(input.from)) {
    throw new WriteRefused('INVALID', 'must be after `from`', ['input', 'until']);
  }
  const label = writing.label('CapabilityOffer', input.label, ['input', 'label'], [capability]);
  const to = addressees(writing, input.to, ['input', 'to'], { typeName: 'CapabilityOffer', label });
  const under = agreement(writing, input, to);
  const unmarked: CapabilityOfferRecord = {
    __typename: 'CapabilityOffer',
    id: writing.newId('CapabilityOffer'),
    label,
    leastLabel: writing.leastLabel([capability]),
    portions: {},
    capability: capability.id,
    to,
    from: input.from,
    until,
    under,
    terms: input.terms ?? null,
  };
  const offer = writing.marked(unmarked, input.portions);
  await writing.put(offer);
  return { offer: ['CapabilityOffer', offer.id] };
}

/** One that the writer may know of, and that binds everybody concerned. */
function agreement(writing: Writing, input: OfferCapabilityInput, to: readonly string[]): string | null {
  const id = input.agreement ?? null;
  if (id === null) return null;
  writing.expectNamed(id, ['input', 'agreement']);
  const from = Math.max(Date.parse(input.from), writing.now);
  const span = { from, until: Math.max(from, Date.parse(input.until ?? input.from)) };
  if (isBoundBy(writing.registry, id, [writing.nation, ...to], span)) return id;
  throw new WriteRefused('AGREEMENT_REQUIRED', 'it does not bind all of these on capabilities for all of this time', [
    'input',
    'agreement',
  ]);
}
