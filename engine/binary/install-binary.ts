import { chmodSync, renameSync } from 'node:fs';
import { pinnedCli, pinnedServer } from '../pinned.ts';
import { readVersion, type TemporalVersion, versionText } from './read-version.ts';

/** Runs the fresh binary and, where it is the right one, moves it to its place in one step. Throws otherwise. */
export async function installBinary(
  part: string,
  place: string,
  isRight: (version: TemporalVersion) => boolean,
): Promise<void> {
  chmodSync(part, 0o755);
  const version = await readVersion(part);
  if (version === undefined) throw new Error('what came is no Temporal that runs here');
  if (!isRight(version)) {
    throw new Error(`what came is ${versionText(version)}, not ${pinnedCli} with server ${pinnedServer}`);
  }
  renameSync(part, place);
}
