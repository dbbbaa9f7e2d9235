import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { oldestGo, pinnedCli, pinnedServer } from '../pinned.ts';
import type { BinaryPlace } from './binary-place.ts';
import { installBinary } from './install-binary.ts';
import { onPath } from './on-path.ts';

const longestBuildMs = 30 * 60_000;
const tellEveryMs = 20_000;

/** What a build needs. */
export interface GoInstallOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly place: BinaryPlace;
  readonly report: (line: string) => void;
}

/** Builds the pinned CLI with the user's Go, 2–3 minutes on two cores. Throws with the reason. */
export async function goInstall(o: GoInstallOptions): Promise<void> {
  const go = onPath('go', o.env);
  const needed = `Go ${oldestGo.major}.${oldestGo.minor} or later`;
  if (go === undefined) throw new Error(`no \`go\` on PATH; ${needed} is needed`);
  const version = await run(go, ['version'], o);
  if (!isNewEnough(version)) throw new Error(`${version.trim()} is too old; ${needed} is needed`);
  const bin = `${o.place.binary}.part-go`;
  mkdirSync(bin, { recursive: true });
  o.report(`Building the Temporal engine ${pinnedCli} with Go; this takes some minutes, once`);
  const since = performance.now();
  const tell = setInterval(
    () => o.report(`Building the Temporal engine: ${Math.round((performance.now() - since) / 1000)} s`),
    tellEveryMs,
  );
  try {
    await run(go, ['install', `github.com/temporalio/cli/cmd/temporal@v${pinnedCli}`], o, bin);
    await installBinary(join(bin, basename(o.place.binary)), o.place.binary, ({ server }) => server === pinnedServer);
  } finally {
    clearInterval(tell);
    rmSync(bin, { recursive: true, force: true });
  }
}

function isNewEnough(version: string): boolean {
  const [, major, minor] = /\bgo(\d+)\.(\d+)/.exec(version) ?? [];
  if (Number(major) !== oldestGo.major) return Number(major) > oldestGo.major;
  return Number(minor) >= oldestGo.minor;
}

function run(go: string, args: readonly string[], o: GoInstallOptions, bin?: string): Promise<string> {
  // GOOS and GOARCH would build for another machine, which Go refuses together with GOBIN.
  const { GOOS: _os, GOARCH: _arch, ...env } = o.env;
  const options = {
    // In a folder of no module: a go.mod of the user's must not take part.
    cwd: o.place.folder,
    env: bin === undefined ? env : { ...env, GOBIN: bin },
    timeout: longestBuildMs,
    maxBuffer: 16 * 1024 * 1024,
    windowsHide: true,
  };
  return new Promise((done, fail) => {
    execFile(go, args, options, (error, stdout, stderr) => {
      if (error === null) return done(stdout);
      const last = stderr.trim().split('\n').at(-1) ?? '';
      fail(new Error(last === '' ? error.message : last, { cause: error }));
    });
  });
}
