import type { Bed } from './bench.ts';
import type { Project } from './home.ts';
import { residentMb } from './process-facts.ts';
import type { Row } from './row.ts';
import { shotsFrom } from './shots.ts';
import { secondsOf } from './typed.ts';
import { until } from './until.ts';
import type { Vendor } from './vendor.ts';
import { warmHome } from './warm-home.ts';

const RUNS = 100;
const SHOTS_EACH = 5;
const TASK_MS = 500;
const POLL_MS = 25;
const CAP = 5;
/** Commands that start runs at once: one a core of the machine that is measured on. */
const TYPISTS = 2;
const LOOKS = 3;
const TIMEOUT_MS = 240_000;

/** A hundred runs of one account that are all open when it goes on: each gets going, and people can look at them. */
export async function crowd(bed: Bed): Promise<readonly Row[]> {
  const { home } = await warmHome(bed, POLL_MS);
  const vendor = await bed.newVendor(TASK_MS, { oneClip: true });
  const project = home.project(vendor, POLL_MS);
  project.write('first', shotsFrom(1, 1));
  await project.detach('first');
  await secondsOf(project, 'account', 'pause');
  bed.say(`crowd: starting ${RUNS} runs`);
  const stems = Array.from({ length: RUNS }, (_, at) => `r${at}`);
  await startAll(project, stems);
  const before = await looksAt(project);
  await vendor.forget();
  const resumedMs = Date.now();
  await secondsOf(project, 'account', 'resume');
  bed.say('crowd: until each has begun');
  const beganS = await begunS(vendor, stems, resumedMs);
  const after = await looksAt(project);
  const { worker, server } = home.pids();
  const memory = (pid: number | undefined) => [residentMb(pid)].flatMap((value) => value ?? []);
  return [
    { figure: '100 runs: account resumed to the first POST of the last', unit: 's', values: [Math.max(...beganS)] },
    { figure: '  – of one task each, on five slots', unit: 's', values: [(RUNS / CAP - 1) * (TASK_MS / 1000)] },
    { figure: '  list', unit: 's', goal: 1, values: [...before.list, ...after.list] },
    { figure: '  status of one', unit: 's', goal: 1, values: [...before.status, ...after.status] },
    { figure: '  worker, memory', unit: 'MB', goal: 250, values: memory(worker) },
    { figure: '  server, memory', unit: 'MB', values: memory(server) },
  ];
}

async function startAll(project: Project, stems: readonly string[]): Promise<void> {
  const waiting = [...stems.entries()];
  const typist = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, stem] = next;
      project.write(stem, shotsFrom(2 + at * SHOTS_EACH, SHOTS_EACH));
      await project.detach(stem);
    }
  };
  await Promise.all(Array.from({ length: TYPISTS }, typist));
}

/** For each run, seconds from then to the arrival of its first POST. */
async function begunS(vendor: Vendor, stems: readonly string[], sinceMs: number): Promise<readonly number[]> {
  const firstOf = new Map(
    stems.flatMap((stem, at) => shotsFrom(2 + at * SHOTS_EACH, SHOTS_EACH).map(({ prompt }) => [prompt, stem])),
  );
  return until('a POST of each run', TIMEOUT_MS, async () => {
    const began = new Map<string, number>();
    for (const { prompt, arrivedAt } of await vendor.tasks()) {
      const stem = firstOf.get(prompt);
      if (stem !== undefined) began.set(stem, Math.min(arrivedAt, began.get(stem) ?? arrivedAt));
    }
    return began.size < stems.length ? undefined : [...began.values()].map((atMs) => (atMs - sinceMs) / 1000);
  });
}

async function looksAt(project: Project): Promise<{ readonly list: number[]; readonly status: number[] }> {
  const [list, status]: [number[], number[]] = [[], []];
  for (let n = 0; n < LOOKS; n++) {
    list.push(await secondsOf(project, 'list'));
    status.push(await secondsOf(project, 'status', 'r7'));
  }
  return { list, status };
}
