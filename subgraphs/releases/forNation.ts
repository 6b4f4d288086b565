import type { LabelInput } from '../../schema/label/labelOf.ts';

/** A label that asks for nothing but to be of the own nation or of this one. */
export const forNation = (nation: string): LabelInput => ({
  level: 'NU',
  releasableTo: [nation],
  categories: [],
  alternatives: [],
  originatorControlled: false,
});
