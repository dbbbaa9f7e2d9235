import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/e2e/whole-run.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: engine tests run two at a time, measured faster than four.
    maxWorkers: 2,
  },
});
