import type { Attribution } from '../../incidents/records.ts';
import type { VerisReader } from './VerisReader.ts';

/**
 * An external actor that VERIS names. Without a name nobody is held to be behind it, whatever country is stated.
 * VERIS' `confidence` is about the coding as a whole, so none is stated for the attribution.
 */
export function attribution(veris: VerisReader): Attribution | null {
  const names = veris.texts('actor.external.name');
  if (names.length === 0) return null;
  const said = [
    ['country', veris.texts('actor.external.country')],
    ['variety', veris.texts('actor.external.variety')],
    ['motive', veris.texts('actor.external.motive')],
  ] as const;
  const statement = said.flatMap(([what, texts]) => {
    const stated = texts.filter((text) => text !== 'Unknown');
    return stated.length === 0 ? [] : [`${what}: ${stated.join(', ')}`];
  });
  const notes = veris.text('actor.external.notes');
  if (notes !== null) statement.push(`notes: ${notes}`);
  return {
    actor: names.join('; '),
    confidence: null,
    statement: statement.length === 0 ? null : statement.join('; '),
    admiraltyCode: null,
  };
}
