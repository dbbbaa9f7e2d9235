import { fileURLToPath } from 'node:url';
import { guardFolder } from '../../bench/guard.ts';
import { makeRunFolder, RUN_FOLDER } from './workplace.ts';

/** Around a run of the tests, or of the campaign: whatever fails, crashes or is killed in it, none of its processes outlives it. */
export function setup(): () => Promise<void> {
  const folder = makeRunFolder();
  process.env[RUN_FOLDER] = folder;
  return guardFolder(folder, fileURLToPath(new URL('./guard.mjs', import.meta.url)));
}
