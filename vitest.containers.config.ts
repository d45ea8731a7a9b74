import { defineConfig } from 'vitest/config';

// What needs a container engine, and root beside it: `npm run test:containers`. One after the other, for there is one system.
export default defineConfig({
  test: {
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // Of the drills those that containers show something more of.
    include: [
      'test/containers/**/*.test.ts',
      'test/scenarios/drills/{failing-keys,hsm-faults,lost-clusters,orphaned-material}.test.ts',
    ],
    testNamePattern: /\b(D5|D8|D16|D17|D24|containers:)/,
    env: { KEYSTORM_TEST_WORLD: 'containers' },
    fileParallelism: false,
  },
});
