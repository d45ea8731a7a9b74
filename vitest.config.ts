import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    // Real processes start slowly on a busy machine; conditions, not clocks, decide what passes.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
