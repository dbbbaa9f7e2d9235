import type { Client } from '@temporalio/client';
import type { Bed } from './bench.ts';
import type { Home } from './home.ts';
import type { Row } from './row.ts';
import { type Shot, shotsFrom } from './shots.ts';
import { until } from './until.ts';
import type { VendorTask } from './vendor.ts';
import { warmHome } from './warm-home.ts';

const REPETITIONS = 2;
const TASK_MS = 1000;
const POLL_MS = 25;
const TIMEOUT_MS = 120_000;
/** Half of the slots go to who joins last; the first is a hundred times as long as the second, which ends with the third. */
const RUNS = [
  { stem: 'long', weight: 1, shots: shotsFrom(1, 2_000) },
  { stem: 'one', weight: 1, shots: shotsFrom(3_001, 20) },
  { stem: 'two', weight: 2, shots: shotsFrom(4_001, 40) },
] as const;

type Seen = { readonly shares: readonly number[]; readonly joinedS: readonly number[]; readonly refusals: number };

/** A long run that two short ones join: who uses how much of the slots while all three are at work. */
export async function fairness(bed: Bed): Promise<readonly Row[]> {
  const { home, client } = await warmHome(bed, POLL_MS);
  const seen: Seen[] = [];
  for (let n = 1; n <= REPETITIONS; n++) {
    bed.say(`fairness: ${n} of ${REPETITIONS}`);
    seen.push(await measure(bed, home, client));
  }
  const due = RUNS.map(({ weight }) => weight / RUNS.reduce((sum, run) => sum + run.weight, 0));
  const furthest = ({ shares }: Seen) => Math.max(...shares.map((share, at) => Math.abs(share / (due[at] ?? 1) - 1)));
  return [
    {
      figure: 'three runs of weights 1:1:2: share beside weight',
      unit: 'ratio',
      goal: 0.1,
      values: seen.map(furthest),
    },
    ...RUNS.map(({ stem, weight }, at): Row => {
      return {
        figure: `  share of "${stem}", weight ${weight}`,
        unit: 'ratio',
        values: seen.map(({ shares }) => shares[at] ?? 0),
      };
    }),
    { figure: '  a run begun, to its first POST', unit: 's', values: seen.flatMap(({ joinedS }) => joinedS) },
    { figure: '  refused for the cap', unit: 'count', goal: 0, values: seen.map(({ refusals }) => refusals) },
  ];
}

async function measure(bed: Bed, home: Home, client: Client): Promise<Seen> {
  const vendor = await bed.newVendor(TASK_MS, { oneClip: true });
  const project = home.project(vendor, POLL_MS);
  for (const { stem, shots, weight } of RUNS) project.write(stem, shots, weight);
  const [long, ...others] = RUNS;
  await project.detach(long.stem);
  await until('ten tasks of the long run', TIMEOUT_MS, async () => (await vendor.tasks()).length >= 10 || undefined);
  const joining = await Promise.all(others.map(({ stem }) => project.detach(stem)));
  const tasks = await until('the last POST of a short run', TIMEOUT_MS, async () => {
    const all = await vendor.tasks();
    return others.some(({ shots }) => of(all, shots).length === shots.length) ? all : undefined;
  });
  const startsMs = await Promise.all(
    joining.map(async ({ workflowId }) => (await client.workflow.getHandle(workflowId).describe()).startTime.getTime()),
  );
  const firstsMs = others.map(({ shots }) => Math.min(...of(tasks, shots).map(({ arrivedAt }) => arrivedAt)));
  const lastsMs = others.map(({ shots }) => Math.max(...of(tasks, shots).map(({ arrivedAt }) => arrivedAt)));
  const window = { fromMs: Math.max(...firstsMs), toMs: Math.min(...lastsMs) };
  const { refusals } = await vendor.stats();
  await project.start('cancel', long.stem).ended;
  return {
    shares: sharesIn(
      window,
      RUNS.map(({ shots }) => of(tasks, shots)),
    ),
    joinedS: firstsMs.map((atMs, at) => (atMs - (startsMs[at] ?? atMs)) / 1000),
    refusals,
  };
}

function of(tasks: readonly VendorTask[], shots: readonly Shot[]): readonly VendorTask[] {
  const prompts = new Set(shots.map(({ prompt }) => prompt));
  return tasks.filter(({ prompt }) => prompts.has(prompt));
}

/** Slot-time of each list of tasks between two moments, by that of all. */
export function sharesIn(
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  runs: readonly (readonly Pick<VendorTask, 'acceptedAt' | 'finishedAt' | 'endsAt'>[])[],
): readonly number[] {
  const used = runs.map((tasks) =>
    tasks.reduce((sum, { acceptedAt, finishedAt, endsAt }) => {
      const withinMs = Math.min(finishedAt ?? endsAt, toMs) - Math.max(acceptedAt, fromMs);
      return sum + Math.max(0, withinMs);
    }, 0),
  );
  const all = used.reduce((sum, one) => sum + one, 0);
  return used.map((one) => (all === 0 ? 0 : one / all));
}
