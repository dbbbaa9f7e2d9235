import type { Client } from '@temporalio/client';
import type { Bed } from './bench.ts';
import type { Home } from './home.ts';
import { shotsFrom } from './shots.ts';

const TASK_MS = 200;
const SHOTS = shotsFrom(1, 30);

/**
 * A home whose engine has carried out a short run: the first seconds of a process go to compiling its own code, and a
 * night's batch is not made of first seconds.
 */
export async function warmHome(bed: Bed, pollMs: number): Promise<{ readonly home: Home; readonly client: Client }> {
  bed.say('warming up');
  const home = bed.newHome();
  await home.up();
  const client = await home.client();
  const vendor = await bed.newVendor(TASK_MS);
  const project = home.project(vendor, pollMs);
  project.write('warm', SHOTS);
  const run = await project.detach('warm');
  await client.workflow.getHandle(run.workflowId).result();
  await vendor.close();
  return { home, client };
}
