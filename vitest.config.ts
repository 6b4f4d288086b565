import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { AttackReporter } from './test/attacks/AttackReporter.ts';

/** Tests that need a browser, a whole subgraph, a whole alliance, several processes or the whole contract again and again; the rest is `unit` and belongs to `npm run check`. */
const slow = [
  'test/schema/contract/slips.test.ts',
  'test/subgraphs/**/*.test.ts',
  'test/scenarios/**/*.test.ts',
  'test/writes/**/*.test.ts',
  'test/gateway/console/**/*.test.ts',
  'test/gateway/workers/**/*.test.ts',
  'test/attacks/**/*.test.ts',
  'test/durability/durability.test.ts',
  'test/durability/recall.test.ts',
];

/** Random cases by the thousand, on threads of their own; whether each fault still fits its source is seen at once. */
const leak = ['test/leak/*.test.ts', 'test/leak/faults/faults.test.ts'];

/** For a machine to read, where somebody names a file for them. */
const results = process.env['TEST_RESULTS'];

/** A machine that is busy is no failure. */
const unhurried = { testTimeout: 60_000, hookTimeout: 60_000 };
const patient = { testTimeout: 300_000, hookTimeout: 300_000 };

export default defineConfig({
  // One graphql for all, the one that Node itself resolves: its schemas are not understood across two copies.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: {
    maxWorkers: 2,
    reporters: [
      'default',
      new AttackReporter(),
      ...(results === undefined ? [] : [['json', { outputFile: results }] as [string, Record<string, unknown>]]),
    ],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...slow, ...leak],
          // A quarter of the time went into loading the same modules for each file.
          isolate: false,
          ...unhurried,
        },
      },
      {
        extends: true,
        // After everything else, one file at a time: each has two threads of its own.
        test: {
          name: 'leak',
          include: leak,
          testTimeout: 30 * 60_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'alliance', include: slow, ...patient },
      },
      {
        extends: true,
        test: {
          name: 'gateway alone',
          include: ['test/scenarios/**/*.test.ts'],
          exclude: ['test/scenarios/veris.test.ts'],
          env: { NATION_LOCK: 'permit' },
          ...patient,
        },
      },
    ],
  },
});
