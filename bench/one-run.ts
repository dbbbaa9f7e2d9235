import type { Client } from '@temporalio/client';
import type { Bed } from './bench.ts';
import { eventsOf } from './histories.ts';
import type { Home } from './home.ts';
import { engineTimeMs, ownProcessorTimeMs } from './processor-time.ts';
import type { Row } from './row.ts';
import { runScript } from './script.ts';
import { CAP, type Seen, seenAt } from './seen.ts';
import { shotsFrom } from './shots.ts';
import { warmHome } from './warm-home.ts';

const REPETITIONS = 3;
const TASK_MS = 1000;
const POLL_MS = 25;
const SHOTS = shotsFrom(1, 60);

type Measured = Seen & { readonly cpuMs: number | undefined };
type Pair = { readonly script: Measured; readonly ours: Measured & { readonly events: number } };

/** One run of 60 tasks of 1 s, and the script beside it: idle slots, events and processor time. */
export async function oneRun(bed: Bed): Promise<readonly Row[]> {
  const { home, client } = await warmHome(bed, POLL_MS);
  const pairs: Pair[] = [];
  for (let n = 1; n <= REPETITIONS; n++) {
    bed.say(`one run: ${n} of ${REPETITIONS}`);
    pairs.push({ script: await measureScript(bed), ours: await measureOurs(bed, home, client) });
  }
  const of = (value: (pair: Pair) => number | undefined) => pairs.flatMap((pair) => value(pair) ?? []);
  return [
    { figure: 'makespan / ideal', unit: 'ratio', goal: 1.04, values: of(({ ours }) => ours.ratio) },
    { figure: '  the script', unit: 'ratio', values: of(({ script }) => script.ratio) },
    {
      figure: '  above the script',
      unit: 'ratio',
      goal: 0.02,
      values: of((pair) => pair.ours.ratio - pair.script.ratio),
    },
    { figure: 'slot gap, p50', unit: 'ms', goal: POLL_MS / 2 + 25, values: of(({ ours }) => ours.gapP50) },
    { figure: '  the script', unit: 'ms', values: of(({ script }) => script.gapP50) },
    { figure: 'slot gap, p99', unit: 'ms', goal: POLL_MS + 90, values: of(({ ours }) => ours.gapP99) },
    { figure: '  the script', unit: 'ms', values: of(({ script }) => script.gapP99) },
    { figure: 'history events a job', unit: 'events', goal: 14, values: of(({ ours }) => ours.events) },
    { figure: 'processor time a job', unit: 'ms', values: of(({ ours }) => ours.cpuMs) },
    { figure: '  above the script', unit: 'ms', goal: 35, values: of(moreCpuMs) },
  ];
}

async function measureScript(bed: Bed): Promise<Measured> {
  const vendor = await bed.newVendor(TASK_MS);
  const beforeMs = ownProcessorTimeMs();
  const { baseUrl } = vendor;
  await runScript({ baseUrl, shots: SHOTS, folder: bed.newFolder(), atOnce: CAP, pollMs: POLL_MS });
  const cpuMs = (ownProcessorTimeMs() - beforeMs) / SHOTS.length;
  const seen = await seenAt(vendor);
  await vendor.close();
  return { ...seen, cpuMs };
}

async function measureOurs(bed: Bed, home: Home, client: Client): Promise<Pair['ours']> {
  const vendor = await bed.newVendor(TASK_MS);
  const project = home.project(vendor, POLL_MS);
  project.write('one', SHOTS);
  const beforeMs = engineTimeMs(home.pids());
  const run = await project.detach('one');
  await client.workflow.getHandle(run.workflowId).result();
  const afterMs = engineTimeMs(home.pids());
  const cpuMs = beforeMs === undefined || afterMs === undefined ? undefined : (afterMs - beforeMs) / SHOTS.length;
  const events = (await eventsOf(client, [run])) / SHOTS.length;
  const seen = await seenAt(vendor);
  await vendor.close();
  return { ...seen, cpuMs, events };
}

function moreCpuMs({ ours, script }: Pair): number | undefined {
  return ours.cpuMs === undefined || script.cpuMs === undefined ? undefined : ours.cpuMs - script.cpuMs;
}
