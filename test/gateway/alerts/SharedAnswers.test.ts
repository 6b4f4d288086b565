import { expect, it } from 'vitest';
import { SharedAnswers } from '../../../gateway/alerts/SharedAnswers.ts';
import type { Evaluated } from '../../../gateway/federation/executeOperation.ts';

const answer = (isPersonal = false): Evaluated => ({ answer: { data: {} }, access: null, isPersonal });

/** How often is it asked for two readers at once, under these keys? */
async function asked(keys: readonly (string | null)[], evaluated: Evaluated): Promise<number> {
  const shared = new SharedAnswers();
  let times = 0;
  const evaluate = async (): Promise<Evaluated> => {
    times += 1;
    return evaluated;
  };
  await Promise.all(keys.map((key) => shared.get(key, evaluate)));
  return times;
}

it('readers whom nothing tells apart are given one answer', async () => {
  expect(await asked(['a', 'a'], answer())).toBe(1);
});

it.each([
  ['their keys differ', ['a', 'b'], answer()],
  ['it is nobody else’s', [null, null], answer()],
  ['it was decided by who they are', ['a', 'a'], answer(true)],
] as const)('each is answered alone where %s', async (_, keys, evaluated) => {
  expect(await asked(keys, evaluated)).toBe(2);
});
