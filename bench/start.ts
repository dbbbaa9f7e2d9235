import type { Bed } from './bench.ts';
import type { Project } from './home.ts';
import type { Row } from './row.ts';
import { shotsFrom } from './shots.ts';
import { until } from './until.ts';
import type { Vendor } from './vendor.ts';

const WARM = 5;
const COLD = 3;
const POLL_MS = 25;
const TASK_MS = 200;

/** From the typing of `dailies run` to the first POST at the vendor, with the engine up and without. */
export async function start(bed: Bed): Promise<readonly Row[]> {
  const vendor = await bed.newVendor(TASK_MS);
  const cold: number[] = [];
  const warm: number[] = [];
  for (let n = 1; n <= COLD; n++) {
    bed.say(`start: ${n} of ${COLD}`);
    const home = bed.newHome();
    const project = home.project(vendor, POLL_MS);
    cold.push(await firstPostAfter(project, vendor, `cold-${n}`));
    const client = await home.client();
    for (let m = 1; m <= Math.ceil(WARM / COLD); m++) {
      // Nothing of the run before must be under way any more.
      for (const run of await (await project.store()).runs.list())
        await client.workflow.getHandle(run.workflowId).result();
      warm.push(await firstPostAfter(project, vendor, `warm-${n}-${m}`));
    }
    await home.close();
  }
  return [
    { figure: 'run typed to first POST, engine up', unit: 's', goal: 1, values: warm },
    { figure: '  without an engine', unit: 's', goal: 5, values: cold },
  ];
}

/** Seconds. */
async function firstPostAfter(project: Project, vendor: Vendor, stem: string): Promise<number> {
  project.write(stem, shotsFrom(1, 1));
  const typedMs = Date.now();
  const running = project.detach(stem);
  const { arrivedAt } = await until('the first POST', 30_000, async () =>
    (await vendor.tasks()).find((task) => task.arrivedAt >= typedMs),
  );
  await running;
  return (arrivedAt - typedMs) / 1000;
}
