import type { Client } from '@temporalio/client';
import type { Bed } from './bench.ts';
import { eventsOf } from './histories.ts';
import type { Home } from './home.ts';
import type { Row } from './row.ts';
import { type Seen, seenAt } from './seen.ts';
import { shotsFrom } from './shots.ts';
import { warmHome } from './warm-home.ts';

const REPETITIONS = 2;
const TASK_MS = 1000;
const POLL_MS = 25;
const SHOTS_EACH = 20;
const STEMS = ['a', 'b', 'c'];

/** Three runs of one project that share an account's five slots. */
export async function threeRuns(bed: Bed): Promise<readonly Row[]> {
  const { home, client } = await warmHome(bed, POLL_MS);
  const seen: (Seen & { readonly events: number })[] = [];
  for (let n = 1; n <= REPETITIONS; n++) {
    bed.say(`three runs: ${n} of ${REPETITIONS}`);
    seen.push(await measure(bed, home, client));
  }
  return [
    { figure: 'three runs: makespan / ideal', unit: 'ratio', values: seen.map(({ ratio }) => ratio) },
    { figure: '  slot gap, p50', unit: 'ms', goal: POLL_MS / 2 + 60, values: seen.map(({ gapP50 }) => gapP50) },
    { figure: '  slot gap, p99', unit: 'ms', goal: POLL_MS + 250, values: seen.map(({ gapP99 }) => gapP99) },
    { figure: '  history events a job', unit: 'events', goal: 26, values: seen.map(({ events }) => events) },
    { figure: '  refused for the cap', unit: 'count', goal: 0, values: seen.map(({ refusals }) => refusals) },
  ];
}

async function measure(bed: Bed, home: Home, client: Client): Promise<Seen & { readonly events: number }> {
  const vendor = await bed.newVendor(TASK_MS);
  const project = home.project(vendor, POLL_MS);
  for (const [at, stem] of STEMS.entries()) project.write(stem, shotsFrom(1 + at * SHOTS_EACH, SHOTS_EACH));
  const runs = await Promise.all(STEMS.map((stem) => project.detach(stem)));
  await Promise.all(runs.map((run) => client.workflow.getHandle(run.workflowId).result()));
  const events = (await eventsOf(client, runs)) / (SHOTS_EACH * STEMS.length);
  const seen = await seenAt(vendor);
  await vendor.close();
  return { ...seen, events };
}
