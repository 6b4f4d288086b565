import { expect, it } from 'vitest';
import { runRecall } from './runRecall.ts';

/** By the ten thousand: `npm run recall`. */
const few = { trials: 40, database: 'pglite', workers: 2, seed: 20261126 } as const;

it('no answer or alert that begins after a record was hidden contains it', { timeout: 600_000 }, async () => {
  const { findings, answers, alerts } = await runRecall(few);
  expect(findings).toEqual([]);
  expect(answers).toBeGreaterThan(4 * few.trials);
  expect(alerts).toBeGreaterThan(0);
});

it('a record that is raised later is noticed', { timeout: 600_000 }, async () => {
  const { findings } = await runRecall({ ...few, trials: 12, fault: 'a record is raised later' });
  const stale = findings.filter(({ kind }) => kind === 'stale').map(({ what }) => what);
  expect(stale.join('\n')).toContain('was answered {"data"');
});
