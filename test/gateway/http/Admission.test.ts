import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Admission } from '../../../gateway/http/Admission.ts';

const compute = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

/** How many of a hundred who ask at once are let in. */
const letIn = (admission: Admission, holder?: string): number =>
  Array.from({ length: 100 }, (_, number) => admission.admit(holder ?? `reader ${number}`, 100)).filter(Boolean).length;

/** Each turn brings somebody, and computes so long. */
async function turns(admission: Admission, times: number, milliseconds: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    admission.admit('somebody', 100);
    compute(milliseconds);
    await turn();
  }
}

it('one long turn, such as a garbage collection, shuts nobody out', async () => {
  const admission = new Admission(20);
  const before = letIn(admission);
  await turn();
  await turns(admission, 1, 200);
  expect([before, letIn(admission)]).toEqual([64, 64]);
});

it('turns that stay long let in ever fewer, but never nobody', async () => {
  const admission = new Admission(20);
  await turns(admission, 10, 40);
  expect(letIn(admission)).toBe(8);
});

it('where there is not enough for all, one reader gets a part of it, and the rest is for the others', async () => {
  const admission = new Admission(20);
  await turns(admission, 10, 40);
  expect([letIn(admission, 'one'), letIn(admission)]).toEqual([2, 6]);
});

it('a few readers are let in however long they take', async () => {
  const admission = new Admission(20);
  await turns(admission, 10, 40);
  const underWay = [...Array(40).keys()];
  expect(underWay.filter((number) => admission.admit('one', number))).toHaveLength(32);
});

it('when the load has gone, everybody is let in again', async () => {
  const admission = new Admission(20);
  await turns(admission, 10, 40);
  await turns(admission, 200, 0);
  expect(letIn(admission, 'one')).toBe(64);
});
