import { performance } from 'node:perf_hooks';
import { simulate } from './simulate.ts';
import { Violation } from './violation.ts';

/** What happened in many simulations: a guard beside which nothing happened proves nothing. */
export type Seen = { [what: string]: number };

export type Report = {
  readonly seeds: number;
  readonly seen: Seen;
  readonly virtualMs: number;
  readonly tookMs: number;
  /** The first that broke a law; the others were not tried. */
  readonly broken?: { readonly seed: number; readonly law: string; readonly what: string };
};

/** Simulates the seeds from `first` on, until one breaks a law. A throw that is no Violation is a bug, and passes. */
export function simulateAll(wanted: {
  readonly seeds: number;
  readonly first: number;
  readonly jobs: number;
  readonly lines?: string[];
}): Report {
  const { seeds, first, jobs, lines } = wanted;
  const began = performance.now();
  const seen: Seen = {};
  let virtualMs = 0;
  const report = (tried: number) => ({ seeds: tried, seen, virtualMs, tookMs: performance.now() - began });
  const add = (what: string, count: number) => {
    seen[what] = (seen[what] ?? 0) + count;
  };
  for (let seed = first; seed < first + seeds; seed += 1) {
    try {
      const { vendor, claims, runs, endMs, sleeps } = simulate(seed, {
        jobs,
        ...(lines === undefined ? {} : { lines }),
      });
      virtualMs += endMs;
      add('runs', runs.length);
      add('slept', sleeps);
      add('terminated', runs.filter((run) => run.wasKilled()).length);
      for (const [what, count] of Object.entries({ ...vendor.stats, ...claims.stats })) add(what, count);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      return { ...report(seed - first + 1), broken: { seed, law: error.law, what: error.message } };
    }
  }
  return report(seeds);
}
