import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

/** Rooms whose tests leave nothing in a process: file after file is run in one, and loads what it shares once. */
const SHARING = [
  ...['activities', 'bench', 'cli-views', 'config', 'docs', 'expressions', 'language', 'media', 'plan', 'plan-states'],
  ...['problems', 'rooms', 'sheet', 'simulator', 'store', 'vendor-page'],
].map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: ['test/e2e/whole-run.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Two cores: engine tests run two at a time, measured faster than four.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      // A bound for what hangs, not a measure: on a busy machine a command takes ten times as long.
      {
        extends: true,
        test: { name: 'processes', include: ['test/**/*.test.ts'], exclude: SHARING, testTimeout: 120_000 },
      },
      // The live screen (ink) draws nothing where CI is set; whether we draw is asked of the terminal that a test hands in.
      { extends: true, test: { name: 'rooms', include: SHARING, isolate: false, env: { CI: 'false' } } },
    ],
  },
});
