import { expect, it } from 'vitest';
import { compose } from '../../../schema/compose.ts';
import { changeContract } from './changeContract.ts';
import { slips } from './slips.ts';

it.each(slips)('the contract lint refuses $slip', ({ changes, rule, at }) => {
  const composed = compose(changeContract(changes));
  const found = 'problems' in composed ? composed.problems : [];
  expect(found.map((problem) => `${problem.rule} ${problem.at}`)).toContain(`${rule} ${at}`);
});
