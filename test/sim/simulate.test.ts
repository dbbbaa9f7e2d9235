import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { simulate, simulateAll } from '../../sim/index.ts';

const SEEDS = 2_000;

/** `npm run sim` with what was built: half as long as in here. */
async function command(...flags: readonly string[]) {
  const ended = promisify(execFile)(process.execPath, ['dist/sim/main.js', ...flags]);
  return ended.catch(({ stdout, stderr, code }) => ({ stdout, stderr, code }));
}

describe('an account and its runs, simulated from seeds', () => {
  test('keep every law and come to an end, a thousand times faster than the clock', async () => {
    const { stdout } = await command('--seeds', String(SEEDS), '--json');
    const report: ReturnType<typeof simulateAll> = JSON.parse(stdout);
    expect(report.broken).toBeUndefined();
    expect(report.seeds).toBe(SEEDS);
    expect(report.virtualMs / report.tookMs).toBeGreaterThan(1_000);
    // The faults did happen: a guard beside which nothing happens proves nothing.
    const { peak = 0, ...happened } = report.seen;
    expect(peak).toBeGreaterThan(SEEDS);
    const faults = [
      'accepted',
      'late',
      'odd',
      'refused',
      'runs',
      'slept',
      'terminated',
      'turnedAway',
      'twins',
      'unsure',
    ];
    expect(Object.keys(happened).sort()).toEqual(faults);
    expect(Object.entries(happened).filter(([, count]) => count < 50)).toEqual([]);
  }, 240_000);

  test('asleep for hours, past every time-out: what was accepted is made, and nothing is unsure', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { runs, sleeps, endMs, vendor, claims } = simulate(seed, { jobs: 30, calm: true, asleep: true });
      const states = runs.map((run) => run.machine().carry().states).join('');
      const done = [...vendor.tasks()].filter(({ state }) => state === 'completed');
      const lost = done.filter(({ decision }) => !claims.made.has(decision));
      expect([seed, sleeps > 0, endMs > 360_000, /[ub]/.test(states), lost]).toEqual([seed, true, true, false, []]);
    }
  });

  test('go the same way again from the same seed, and another from another', () => {
    const linesOf = (seed: number) => {
      const lines: string[] = [];
      simulateAll({ seeds: 1, first: seed, jobs: 20, lines });
      return lines;
    };
    expect(linesOf(7)).toEqual(linesOf(7));
    expect(linesOf(7)).not.toEqual(linesOf(8));
  });

  test('are told in lines that a person can read', async () => {
    const { stdout } = await command('--seeds', '1', '--seed', '3', '--jobs', '4', '--trace');
    expect(stdout).toMatch(/^ +\d+\.\d{3} s {2}vendor +accepts t0 \(p\d\/\d+\/1\), 1 of 5$/m);
    expect(stdout).toMatch(/1 seeds from 3, 4 jobs each: no violation/);
    expect(await command('--seeds', 'many')).toMatchObject({ code: 64 });
  });
});
