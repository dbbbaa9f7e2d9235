import { describe, expect, test } from 'vitest';
import { simulate } from './model/model.ts';

const SEEDS = Number(process.env.DAILIES_SEEDS ?? 300);
const FIRST = Number(process.env.DAILIES_SEED ?? 1);

describe('an account and its runs, simulated from seeds', () => {
  test('keep every invariant and come to an end', () => {
    const broken: string[] = [];
    const seen = { accepted: 0, turnedAway: 0, refused: 0, unsure: 0, killed: 0, peak: 0 };
    for (let seed = FIRST; seed < FIRST + SEEDS && broken.length < 3; seed += 1) {
      try {
        const { vendor, runs } = simulate(seed, { calm: seed % 4 === 0 });
        seen.accepted += vendor.stats.accepted;
        seen.refused += vendor.stats.refused;
        seen.turnedAway += vendor.stats.turnedAway;
        seen.unsure += vendor.stats.unsure;
        seen.peak = Math.max(seen.peak, vendor.stats.peak);
        seen.killed += runs.filter((run) => run.wasKilled()).length;
      } catch (error) {
        broken.push(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    expect(broken).toEqual([]);
    if (process.env.DAILIES_SHOW) console.log(seen);
    // The faults did happen: a guard that never fires proves nothing.
    expect(seen.peak).toBe(5);
    if (SEEDS >= 100) for (const happened of Object.values(seen)) expect(happened).toBeGreaterThan(0);
  }, 3_600_000);
});
