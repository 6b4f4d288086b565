import { expect, it } from 'vitest';
import { compose } from '../../../schema/compose.ts';
import { contractSdls } from '../../../schema/contractSdls.ts';
import { rules } from '../../../schema/lint/rules.ts';
import { slips } from './slips.ts';

it('the contract lint has nothing to say against the contract', () => {
  expect(compose(contractSdls())).not.toHaveProperty('problems');
});

it('the contract lint has a slip to show for every rule', () => {
  const wanted = [
    'composition',
    'importsKeepNames',
    'plainFederation',
    'reservedNames',
    'directivesSurvive',
    ...Object.keys(rules),
  ];
  expect([...new Set(slips.map(({ rule }) => rule))].sort()).toEqual(wanted.sort());
});
