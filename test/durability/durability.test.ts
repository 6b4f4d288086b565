import { describe, expect, it } from 'vitest';
import { testDatabases } from '../subgraphs/support/testDatabases.ts';
import { faults } from './faults.ts';
import { runDurability } from './runDurability.ts';

/** The whole of it, by the hundred kills: `npm run durability`. */
const few = { kills: 4, seed: 20261126 };

describe('an acknowledged write survives kill -9 of subgraphs and gateway', () => {
  it.each([
    { database: 'pglite', skip: false },
    { database: 'postgres', skip: testDatabases[1].skip },
  ] as const)('$database', { timeout: 600_000 }, async ({ database, skip }) => {
    if (skip) return;
    const { problems, kills, acknowledged } = await runDurability({ ...few, database });
    expect(problems).toEqual([]);
    expect(Object.values(kills).reduce((sum, count) => sum + count, 0)).toBe(few.kills);
    expect(acknowledged).toBeGreaterThan(10);
  });
});

describe('it would be noticed if it did not', () => {
  it.each(Object.entries(faults))('%s', { timeout: 600_000 }, async (fault, { shows }) => {
    const { problems } = await runDurability({ ...few, kills: 2, database: 'pglite', fault });
    expect(problems.map(({ what }) => what).join('\n')).toContain(shows);
  });
});
