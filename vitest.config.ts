import { defineConfig } from 'vitest/config';
import { bugNamed, planting } from './test/planted-bugs/plant.ts';

/** Files that put real processes under load and measure what comes of it: one after the other, and nothing beside them. */
const ALONE = ['test/chaos/**/*.test.ts'];
/** They have a configuration of their own. */
const IN_CONTAINERS = ['test/containers/**/*.test.ts'];

/** Set by the tests of the tests alone. */
const { KEYSTORM_PLANTED_BUG: bug } = process.env;

export default defineConfig({
  plugins: bug === undefined ? [] : [planting(bugNamed(bug))],
  test: {
    // Real processes start slowly on a busy machine; conditions, not clocks, decide what passes.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // Tests that say that they can run at the same time share the machine with what each of them starts.
    maxConcurrency: 2,
    // What was compiled with one bug, or without any, would be taken for the same source with another.
    fsModuleCache: bug === undefined,
    projects: [
      {
        extends: true,
        test: {
          name: 'side by side',
          include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [...ALONE, ...IN_CONTAINERS],
          // The default leaves a core to people who work on the machine meanwhile.
          maxWorkers: '100%',
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE, fileParallelism: false, sequence: { groupOrder: 1 } } },
    ],
  },
});
