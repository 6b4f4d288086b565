import { expect, it } from 'vitest';
import { SharedAnswers } from '../../../gateway/alerts/SharedAnswers.ts';
import type { Evaluated } from '../../../gateway/federation/executeOperation.ts';

const answerOf = (record: string | null, isPersonal = false): Evaluated => ({
  answer: { data: { record } },
  access: null,
  isPersonal,
});
const isFound = ({ answer }: Evaluated): boolean => answer.data?.['record'] !== null;

/** What two readers get who ask at once, under these keys, and how often it was asked. */
async function together(keys: readonly (string | null)[], evaluated: (time: number) => Evaluated) {
  const shared = new SharedAnswers();
  let asked = 0;
  const answers = await Promise.all(keys.map((key) => shared.get(key, async () => evaluated((asked += 1)), isFound)));
  return { asked, records: answers.map(({ answer }): unknown => answer.data?.['record']) };
}

it('readers whom nothing tells apart are given one answer', async () => {
  expect(await together(['a', 'a'], (time) => answerOf(`record ${time}`))).toEqual({
    asked: 1,
    records: ['record 1', 'record 1'],
  });
});

it.each([
  ['their keys differ', ['a', 'b'], () => answerOf('record')],
  ['it is nobody else’s', [null, null], () => answerOf('record')],
  ['it was decided by who they are', ['a', 'a'], () => answerOf('record', true)],
] as const)('each is answered alone where %s', async (_, keys, evaluated) => {
  expect((await together(keys, evaluated)).asked).toBe(2);
});

it('a reader is told of what a nation held back from another who seemed to be alike', async () => {
  const toTheSecond = (time: number): Evaluated => answerOf(time === 1 ? null : 'for you alone', time > 1);
  expect(await together(['a', 'a'], toTheSecond)).toEqual({ asked: 2, records: [null, 'for you alone'] });
});
