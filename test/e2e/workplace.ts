import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Names the folder of this run of the tests; set by test/e2e/whole-run.ts. */
export const RUN_FOLDER = 'DAILIES_TEST_RUN';

/** Where the scenes of this run of the tests lie; the system's place for such where there is no such run. */
export function runFolder(): string {
  return process.env[RUN_FOLDER] ?? realpathSync(os.tmpdir());
}

/** A folder by whose path all processes of a run of the tests are found again. */
export function makeRunFolder(): string {
  return mkdtempSync(path.join(realpathSync(os.tmpdir()), 'dailies-tests-'));
}

/** Ends all processes of a scene and removes it, unless KEEP_SCENES is set: to look at what a failed test left behind. */
export async function clearAway(folder: string): Promise<void> {
  const { endProcesses }: { endProcesses: (folder: string) => Promise<void> } = await import(
    new URL('./end-processes.mjs', import.meta.url).href
  );
  await endProcesses(folder);
  if (process.env.KEEP_SCENES === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
