import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';
import { type Report, simulateAll } from './simulate-all.ts';
import { Violation } from './violation.ts';

// npm run sim -- --seeds N [--seed S] [--jobs J] [--trace] [--json]: N accounts from the seeds S, S + 1, …
const { values: flags } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '50' },
    trace: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
/** What led to a violation, as far as one looks first; --trace prints all. */
const LAST_LINES = 40;

const [seeds, first, jobs] = [Number(flags.seeds), Number(flags.seed), Number(flags.jobs)];
if (![seeds, first, jobs].every((number) => Number.isSafeInteger(number) && number > 0)) {
  process.stderr.write('--seeds, --seed and --jobs are whole numbers from 1\n');
  process.exitCode = 64;
} else {
  const report = simulateAll({ seeds, first, jobs, ...(flags.trace ? { lines: printed() } : {}) });
  if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else process.stdout.write(report.broken === undefined ? allWell(report) : broken(report.broken));
  process.exitCode = report.broken === undefined ? 0 : 1;
}

function allWell({ seen, virtualMs, tookMs }: Report): string {
  const counts = Object.entries(seen).map(([what, count]) => `${count} ${what}`);
  const hours = (virtualMs / 3_600_000).toFixed(0);
  const times = Math.floor(virtualMs / tookMs);
  return [
    `${seeds} seeds from ${first}, ${jobs} jobs each: no violation`,
    counts.join(', '),
    `${hours} h of virtual time in ${(tookMs / 1_000).toFixed(1)} s, ${times} times real time\n`,
  ].join('\n');
}

/** The same seed brings about the same again, so the trace is made only now. */
function broken({ seed, what }: NonNullable<Report['broken']>): string {
  const lines: string[] = [];
  if (!flags.trace) {
    try {
      simulate(seed, { jobs, lines });
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
    }
  }
  const again = `again: npm run sim -- --seeds 1 --seed ${seed} --jobs ${jobs} --trace\n`;
  return [...lines.slice(-LAST_LINES), `seed ${seed}: ${what}`, again].join('\n');
}

/** Lines that are printed as they come. */
function printed(): string[] {
  const lines: string[] = [];
  lines.push = (...more) => {
    process.stdout.write(`${more.join('\n')}\n`);
    return 0;
  };
  return lines;
}
