import type { Impact } from '../../incidents/records.ts';
import type { VerisReader } from './VerisReader.ts';

/** What was harmed (`attribute`) and what it cost (`impact`). VERIS states neither criticality nor recoverability. */
export function impacts(veris: VerisReader): Impact[] {
  return [...attributeImpacts(veris), ...monetaryImpacts(veris)];
}

const attributes = [
  { attribute: 'confidentiality', kind: 'CONFIDENTIALITY' },
  { attribute: 'integrity', kind: 'INTEGRITY' },
  { attribute: 'availability', kind: 'AVAILABILITY' },
] as const;

function attributeImpacts(veris: VerisReader): Impact[] {
  const harmed = new Set(veris.keys('attribute'));
  return attributes
    .filter(({ attribute }) => harmed.has(attribute))
    .map(({ attribute, kind }) => {
      const path = `attribute.${attribute}`;
      const parts = [
        described('data disclosure', veris.text(`${path}.data_disclosure`)),
        described('data', dataVarieties(veris, path)),
        described('variety', veris.texts(`${path}.variety`).join(', ')),
        described('duration', duration(veris, `${path}.duration`)),
        veris.text(`${path}.notes`),
      ];
      return impact({ kind, description: joined(parts), recordsAffected: veris.count(`${path}.data_total`) });
    });
}

/**
 * The overall amount where one is stated, with the losses that make it up as text, so that nothing is added up twice;
 * otherwise one impact for each loss with an amount. An amount without a stated currency keeps none.
 */
function monetaryImpacts(veris: VerisReader): Impact[] {
  const currency = veris.text('impact.iso_currency_code');
  const losses = veris.list('impact.loss').map((_, index) => readLoss(veris, `impact.loss.${index}`));
  const notes = veris.text('impact.notes');
  const least = veris.count('impact.overall_min_amount');
  const most = veris.count('impact.overall_max_amount');
  const amount = veris.count('impact.overall_amount');
  const range = least === null && most === null ? null : `between ${least ?? '?'} and ${most ?? '?'}`;
  if (amount !== null || range !== null) {
    const description = joined([range, ...losses.map((loss) => loss.text), notes]);
    return [impact({ kind: 'MONETARY', description, amount, currency: amount === null ? null : currency })];
  }
  const described = losses.flatMap((loss) => {
    if (loss.text === null && loss.amount === null) return [];
    return [
      impact({
        kind: 'MONETARY',
        description: loss.text,
        amount: loss.amount,
        currency: loss.amount === null ? null : currency,
      }),
    ];
  });
  return described.length === 0 && notes !== null ? [impact({ kind: 'MONETARY', description: notes })] : described;
}

interface Loss {
  readonly text: string | null;
  readonly amount: number | null;
}

function readLoss(veris: VerisReader, path: string): Loss {
  const amount = veris.count(`${path}.amount`);
  const least = veris.count(`${path}.min_amount`);
  const most = veris.count(`${path}.max_amount`);
  const text = joined([
    veris.text(`${path}.variety`),
    described('rating', veris.text(`${path}.rating`)),
    described('amount', amount === null ? null : String(amount)),
    least === null && most === null ? null : `between ${least ?? '?'} and ${most ?? '?'}`,
  ]);
  return { text, amount };
}

function dataVarieties(veris: VerisReader, path: string): string {
  return veris
    .list(`${path}.data`)
    .map((_, index) => {
      const variety = veris.text(`${path}.data.${index}.variety`) ?? 'not stated';
      const amount = veris.count(`${path}.data.${index}.amount`);
      return amount === null ? variety : `${variety} ${amount}`;
    })
    .join(', ');
}

function duration(veris: VerisReader, path: string): string | null {
  const unit = veris.text(`${path}.unit`);
  const value = veris.value(`${path}.value`);
  return typeof value === 'number' ? `${value} ${unit ?? ''}`.trim() : unit;
}

const described = (name: string, text: string | null): string | null =>
  text === null || text === '' ? null : `${name}: ${text}`;

function joined(parts: readonly (string | null)[]): string | null {
  const stated = parts.filter((part) => part !== null && part !== '');
  return stated.length === 0 ? null : stated.join('; ');
}

const impact = (stated: Pick<Impact, 'kind'> & Partial<Impact>): Impact => ({
  criticality: null,
  description: null,
  recoverability: null,
  recordsAffected: null,
  amount: null,
  currency: null,
  ...stated,
});
