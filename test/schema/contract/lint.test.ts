import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { compose } from '../../../schema/compose.ts';
import { contractSdls } from '../../../schema/contractSdls.ts';
import type { SubgraphSdl } from '../../../schema/contractSdls.ts';
import type { Problem } from '../../../schema/lint/Problem.ts';
import { rules } from '../../../schema/lint/rules.ts';
import { changeContract } from './changeContract.ts';

const Slip = z.strictObject({
  slip: z.string(),
  rule: z.string(),
  at: z.string(),
  changes: z.record(z.string(), z.string()),
});

const problemsOf = (sdls: readonly SubgraphSdl[]): readonly Problem[] => {
  const composed = compose(sdls);
  return 'problems' in composed ? composed.problems : [];
};

const slips = z.array(Slip).parse(parse(readFileSync(new URL('slips.yaml', import.meta.url), 'utf8')));

describe('the contract lint', () => {
  it('has nothing to say against the contract', () => {
    expect(problemsOf(contractSdls())).toEqual([]);
  });

  it('has a slip to show for every rule', () => {
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

  it.each(slips)('refuses $slip', ({ changes, rule, at }) => {
    const found = problemsOf(changeContract(changes)).map((problem) => `${problem.rule} ${problem.at}`);
    expect(found).toContain(`${rule} ${at}`);
  });
});
