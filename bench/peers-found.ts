import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The peers' programs and packages; they are run from the sources, since nothing of them is ours to build. */
export const PEERS_FOLDER = fileURLToPath(new URL('../../bench/peers/', import.meta.url));

/** Where Debian has a folder for each version of PostgreSQL, outside of PATH. */
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/** The folder of a program that is installed on this machine; undefined: it is not. */
export function folderOf(program: string): string | undefined {
  const versions = existsSync(POSTGRES_VERSIONS) ? readdirSync(POSTGRES_VERSIONS).sort().reverse() : [];
  const folders = [
    ...versions.map((version) => path.join(POSTGRES_VERSIONS, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  return folders.find((folder) => existsSync(path.join(folder, program)));
}

/** Restate's server, which comes as a package; undefined: it is not installed, or there is none for this platform. */
export function restateProgram(): string | undefined {
  try {
    return createRequire(PEERS_FOLDER).resolve(
      `@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`,
    );
  } catch {
    return undefined;
  }
}

/** The user that PostgreSQL runs as, which refuses to be root; undefined: we are not root, and nobody else is needed. */
export function postgresUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout || Number.NaN);
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  return Number.isNaN(uid) || Number.isNaN(gid) ? undefined : { uid, gid };
}
