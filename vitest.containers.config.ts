import { defineConfig } from 'vitest/config';

// What needs a container engine, and root beside it: `npm run test:containers`. One after the other, for there is one system.
export default defineConfig({
  test: {
    testTimeout: 300_000,
    hookTimeout: 120_000,
    include: ['test/containers/**/*.test.ts', 'test/scenarios/drills/**/*.test.ts'],
    // Of the drills those that hold for containers as well; the others are about nothing that containers change.
    testNamePattern: /\b(D5|D8|D16|D17|D24|containers:)/,
    env: { KEYSTORM_TEST_WORLD: 'containers' },
    fileParallelism: false,
  },
});
