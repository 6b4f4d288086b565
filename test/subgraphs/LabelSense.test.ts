import { expect, it } from 'vitest';
import { maxMarkingLength } from '../../schema/label/parseMarking.ts';
import { longestLabel } from '../../subgraphs/runtime/LabelSense.ts';
import { nationContract } from '../../subgraphs/runtime/nationContract.ts';

it('whatever the labels of a record’s fields are, hidden ones too, they go into one marking with its own', () => {
  // What opens to nobody says so in a word.
  const longest = longestLabel + ' REL TO NOBODY'.length;
  for (const { portions } of nationContract().types.values()) {
    const ofFields = [...portions].map((field) => ` | ${field}: `.length + longest);
    expect(ofFields.reduce((sum, length) => sum + length, longest)).toBeLessThanOrEqual(maxMarkingLength);
  }
});
