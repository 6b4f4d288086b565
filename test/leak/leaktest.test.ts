import { expect, it } from 'vitest';
import type { LockMode } from './LeakCase.ts';
import { printFound } from './printFound.ts';
import { runLeakTest } from './runLeakTest.ts';

/** A seed a day: every day asks other questions, and all who test on one day ask the same. */
const seed = Math.floor(Date.now() / 86_400_000);
const workers = 2;

async function expectNoLeak(store: 'model' | 'sql', lock: LockMode, cases: number, onSockets = 0): Promise<void> {
  const summary = await runLeakTest({ seed, store, lock, writes: 15, cases, minutes: 25, workers }, () => undefined);
  expect(summary.found.map(printFound), `seed ${seed}`).toEqual([]);
  expect(summary.cases).toBeGreaterThanOrEqual(cases);
  expect(summary.counted / summary.cases).toBeGreaterThan(0.4);
  expect(summary.onSockets).toBeGreaterThanOrEqual(onSockets);
}

it('a reader gets the same bytes over the full stores and over stores pruned for them', async () => {
  await expectNoLeak('model', 'both', 10_000, 50);
});

it('a reader gets the same bytes over the stores that nations run', async () => {
  await expectNoLeak('sql', 'both', 1000);
});

it('a reader gets nothing more when the gateway permits everything, and the nations decide', async () => {
  await expectNoLeak('model', 'nation', 1000);
});

it('a reader gets no hidden record, portion, page, count or link when the nations permit everything', async () => {
  await expectNoLeak('model', 'gateway', 1000);
});
