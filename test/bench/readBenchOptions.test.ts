import { expect, it } from 'vitest';
import { contenderNames } from './comparison/Contender.ts';
import { readBenchOptions, workIds } from './readBenchOptions.ts';

const expectProblem = (argv: readonly string[], words: string): void => {
  const read = readBenchOptions(argv);
  expect('problem' in read && read.problem).toContain(words);
};

it('without flags everything is compared with everybody', () => {
  expect(readBenchOptions([])).toMatchObject({ benches: [], quick: false, work: workIds, only: contenderNames });
});

it('chosen work and gateways keep their order, however they are written', () => {
  expect(readBenchOptions(['--work', 'A2, Q1', '--only', 'raw,ours', '--rounds', '3', '--json'])).toMatchObject({
    work: ['Q1', 'A2'],
    only: ['ours', 'raw'],
    rounds: 3,
    json: true,
  });
});

it('whoever mistypes a flag or a value is told which, and what there is', () => {
  expectProblem(['--fast'], "'--fast'");
  expectProblem(['--work', 'Q9'], 'there is no `Q9`; choose from Q1');
  expectProblem(['--only', 'apollo'], 'there is no `apollo`; choose from ours, stock');
  expectProblem(['--rounds', '0'], '`0` is no number of rounds');
  expectProblem(['hiden'], 'there is no `hiden`; choose from hidden, hostile');
  expectProblem(['hidden', '--quick'], 'leave out hidden');
  expectProblem(['stores', '--records', '1e6'], '`1e6` is no number of records');
  expectProblem(['growth', '--records', '10000'], '--records belongs to stores');
  expectProblem(['soak', '--minutes', '0.5'], '`0.5` is no number of minutes');
  expectProblem(['hidden', '--minutes', '5'], '--minutes belongs to soak');
  expectProblem(['--charts'], '--charts belongs to stores and growth');
});

it('all mistakes are told at once', () => {
  expectProblem(['--work', 'Q9', '--rounds', 'many'], 'many');
  expectProblem(['--work', 'Q9', '--rounds', 'many'], 'Q9');
});
