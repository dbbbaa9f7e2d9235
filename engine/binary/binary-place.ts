import { join } from 'node:path';
import { cacheFolder } from '../../config/home.ts';
import { pinnedCli } from '../pinned.ts';

/** Whose binary it is, in the words of the archive: linux, darwin or windows; amd64 or arm64. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
}

/** Where the binary lies in the cache. */
export interface BinaryPlace {
  readonly machine: Machine;
  readonly folder: string;
  readonly binary: string;
  /** Base name of the lock under which it is got. */
  readonly lock: string;
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return { platform, arch: process.arch === 'x64' ? 'amd64' : process.arch };
}

/** The place for that machine. One cache a user, so that a second checkout fetches nothing again. */
export function binaryPlace(env: NodeJS.ProcessEnv, machine: Machine, cacheDir?: string): BinaryPlace {
  const name = `temporal-${pinnedCli}-${machine.platform}-${machine.arch}`;
  const cache = cacheDir ?? cacheFolder(env);
  const folder = join(cache, name);
  const binary = join(folder, machine.platform === 'windows' ? 'temporal.exe' : 'temporal');
  return { machine, folder, binary, lock: join(cache, `${name}.lock`) };
}
