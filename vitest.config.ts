import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

/** Tests that need a browser, a whole subgraph or a whole alliance; the rest is `unit` and belongs to `npm run check`. */
const slow = [
  'test/subgraphs/**/*.test.ts',
  'test/scenarios/**/*.test.ts',
  'test/gateway/console/**/*.test.ts',
  'test/attacks/**/*.test.ts',
];

const patient = { testTimeout: 120_000, hookTimeout: 180_000 };

export default defineConfig({
  // One graphql for all, the one that Node itself resolves: its schemas are not understood across two copies.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: slow },
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
