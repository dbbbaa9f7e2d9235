import type { Client } from '@temporalio/client';
import { freePorts } from '../engine/ports.ts';
import type { Bed } from './bench.ts';
import type { Home } from './home.ts';
import type { Row } from './row.ts';
import { type Seen, seenAt } from './seen.ts';
import { shotsFrom } from './shots.ts';
import { warmHome } from './warm-home.ts';

const REPETITIONS = 3;
const TASK_MS = 1000;
const WARM_POLL_MS = 25;
/** No task lives so long: a slot is found free by a callback or not at all. */
const POLL_MS = 60_000;
const SHOTS = shotsFrom(1, 60);
const GOAL_MS = 45;

type Called = Seen & { readonly polls: number };

/** One run of 60 tasks of 1 s that polls once a minute and is called back by the vendor. */
export async function calledBack(bed: Bed): Promise<readonly Row[]> {
  const { home, client } = await warmHome(bed, WARM_POLL_MS);
  const [port] = await freePorts(1);
  await home.up('--callback', `http://127.0.0.1:${port}/callbacks`, '--callback-port', `${port}`);
  const seen: Called[] = [];
  for (let n = 1; n <= REPETITIONS; n++) {
    bed.say(`with callbacks: ${n} of ${REPETITIONS}`);
    seen.push(await measure(bed, home, client));
  }
  return [
    { figure: 'with callbacks, poll 60 s: makespan / ideal', unit: 'ratio', values: seen.map(({ ratio }) => ratio) },
    { figure: '  slot gap, p50', unit: 'ms', goal: GOAL_MS, values: seen.map(({ gapP50 }) => gapP50) },
    { figure: '  slot gap, p99', unit: 'ms', values: seen.map(({ gapP99 }) => gapP99) },
    { figure: '  GETs a task', unit: 'count', values: seen.map(({ polls }) => polls / SHOTS.length) },
  ];
}

async function measure(bed: Bed, home: Home, client: Client): Promise<Called> {
  const vendor = await bed.newVendor(TASK_MS);
  const project = home.project(vendor, POLL_MS);
  project.write('called', SHOTS);
  const run = await project.detach('called');
  await client.workflow.getHandle(run.workflowId).result();
  const seen = await seenAt(vendor);
  const { polls } = await vendor.stats();
  await vendor.close();
  return { ...seen, polls };
}
