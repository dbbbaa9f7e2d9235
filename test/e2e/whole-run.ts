import { endProcesses, makeRunFolder, RUN_FOLDER, removeFolder } from './workplace.ts';

/** Around a run of the tests: whatever fails or crashes in it, none of its processes outlives it. */
export function setup(): () => Promise<void> {
  const folder = makeRunFolder();
  process.env[RUN_FOLDER] = folder;
  return async () => {
    await endProcesses(folder);
    removeFolder(folder);
  };
}
