import type { Bed } from './bench.ts';
import type { Row } from './row.ts';
import { runScript } from './script.ts';
import { CAP, type Seen, seenAt } from './seen.ts';
import { type Shot, shotsFrom } from './shots.ts';
import type { Vendor } from './vendor.ts';
import { warmHome } from './warm-home.ts';

const TASK_MS = 6_000;
const JITTER = 0.1;
/** The script asks so often; our account polls at the same pace as long as nothing is learned. */
const POLL_MS = 500;
const LEARNED_FROM = shotsFrom(1, 10);
const SHOTS = shotsFrom(11, 40);

type Asked = Seen & { readonly gets: number };

/** Tasks of 6 s ± 10 %, a script that asks every 500 ms, and ours with as many GETs once it knows how long they take. */
export async function sameGets(bed: Bed): Promise<readonly Row[]> {
  const { home, client } = await warmHome(bed, POLL_MS);
  bed.say('the same number of GETs: the script');
  const script = await measured(bed, async (vendor) => {
    const sinceMs = Date.now();
    await runScript({ baseUrl: vendor.baseUrl, shots: SHOTS, folder: bed.newFolder(), atOnce: CAP, pollMs: POLL_MS });
    return sinceMs;
  });
  const ours = await measured(bed, async (vendor) => {
    const project = home.project(vendor, POLL_MS);
    const make = async (stem: string, shots: readonly Shot[]) => {
      bed.say(`the same number of GETs: ${stem}`);
      project.write(stem, shots);
      const run = await project.detach(stem);
      await client.workflow.getHandle(run.workflowId).result();
    };
    await make('learning', LEARNED_FROM);
    await vendor.forget();
    const sinceMs = Date.now();
    await make('learned', SHOTS);
    return sinceMs;
  });
  return [
    { figure: 'tasks of 6 s, GETs a task: the script', unit: 'count', values: [script.gets] },
    { figure: '  ours', unit: 'count', goal: script.gets * 1.1, values: [ours.gets] },
    { figure: '  slot gap, p50: the script', unit: 'ms', values: [script.gapP50] },
    { figure: '  ours', unit: 'ms', goal: script.gapP50 / 2, values: [ours.gapP50] },
    { figure: '  makespan / ideal: the script', unit: 'ratio', values: [script.ratio] },
    { figure: '  ours', unit: 'ratio', goal: script.ratio, values: [ours.ratio] },
  ];
}

/** `act` returns from when on its tasks count, ms since the epoch. */
async function measured(bed: Bed, act: (vendor: Vendor) => Promise<number>): Promise<Asked> {
  const vendor = await bed.newVendor(TASK_MS, { jitter: JITTER });
  const seen = await seenAt(vendor, await act(vendor));
  const { polls } = await vendor.stats();
  await vendor.close();
  return { ...seen, gets: polls / SHOTS.length };
}
