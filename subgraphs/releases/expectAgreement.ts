import { agreementCeiling } from '../../schema/alliance/agreementCeiling.ts';
import { labelAt } from '../../schema/label/labelAt.ts';
import { rank } from '../../schema/label/level.ts';
import { WriteRefused } from '../errors.ts';
import type { Source } from '../runtime/Labelling.ts';
import type { Writing } from '../runtime/Writing.ts';

/** Requests are shared as incidents are, whatever they are about: one that its owner could not read would wait for ever. */
export function expectAgreement(writing: Writing, { owner, label }: Source, path: readonly string[]): void {
  const { registry, nation, now } = writing;
  const { level } = labelAt(label, now);
  if (rank(level) <= rank(agreementCeiling(registry, nation, owner, 'INCIDENTS', now))) return;
  const message = `no agreement on incidents lets \`${owner}\` read a request of ${level}`;
  throw new WriteRefused('AGREEMENT_REQUIRED', message, path);
}
