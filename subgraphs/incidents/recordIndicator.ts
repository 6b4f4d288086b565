import { WriteRefused } from '../errors.ts';
import type { LabelInput } from '../../schema/label/labelOf.ts';
import type { Written } from '../runtime/mutation.ts';
import type { PortionLabelInput } from '../runtime/Labelling.ts';
import { titled } from '../runtime/titled.ts';
import type { Writing } from '../runtime/Writing.ts';
import { percent } from './incidentValues.ts';
import { ownIncident } from './ownIncident.ts';
import type { IndicatorRecord, IndicatorType } from './records.ts';

/** `RecordIndicatorInput` of the contract, coerced. */
export interface RecordIndicatorInput {
  readonly incident: string;
  readonly type: IndicatorType;
  readonly pattern: string;
  readonly confidence?: number | null;
  readonly validFrom?: string | null;
  readonly validUntil?: string | null;
  readonly pap?: IndicatorRecord['pap'];
  readonly label?: LabelInput | null;
  readonly portions: readonly PortionLabelInput[];
  readonly clientReference?: string | null;
}

/** One sent twice under one reference is one indicator. */
export async function recordIndicator(writing: Writing, input: RecordIndicatorInput): Promise<Written> {
  const id = await writing.once('Indicator', input.clientReference, async () => {
    const incident = await ownIncident(writing, input.incident);
    const { validFrom = null, validUntil = null } = input;
    if (validFrom && validUntil && Date.parse(validUntil) < Date.parse(validFrom)) {
      throw new WriteRefused('INVALID', 'ends before it begins', ['input', 'validUntil']);
    }
    const unmarked: IndicatorRecord = {
      __typename: 'Indicator',
      id: writing.newId('Indicator'),
      label: writing.label('Indicator', input.label ?? null, ['input', 'label'], [incident]),
      leastLabel: writing.leastLabel([incident]),
      portions: {},
      incident: incident.id,
      type: input.type,
      pattern: patternOf(input),
      confidence: percent(input.confidence ?? null, ['input', 'confidence']),
      validFrom: validFrom ?? writing.at,
      validUntil,
      pap: input.pap ?? null,
    };
    const indicator = writing.marked(unmarked, input.portions);
    await writing.put(indicator);
    return indicator.id;
  });
  return { indicator: ['Indicator', id] };
}

/** Hexadecimal digits of each kind of hash. */
const digits: Partial<Record<IndicatorType, number>> = { FILE_MD5: 32, FILE_SHA1: 40, FILE_SHA256: 64 };

/** Nations compare values letter by letter: what is the same however it is written is written in one way. */
function patternOf({ type, pattern }: RecordIndicatorInput): string {
  const value = titled(pattern, ['input', 'pattern']);
  const length = digits[type];
  if (length === undefined) return ['DOMAIN', 'IPV6'].includes(type) ? value.toLowerCase() : value;
  if (value.length === length && /^[0-9a-f]+$/i.test(value)) return value.toLowerCase();
  throw new WriteRefused('INVALID', `${type} has ${String(length)} hexadecimal digits`, ['input', 'pattern']);
}
