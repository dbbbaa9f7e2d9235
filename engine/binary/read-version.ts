import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { systemCode } from '../engine-error.ts';
import { timings } from '../timings.ts';

/** What `temporal --version` says. */
export interface TemporalVersion {
  /** `0.0.0-DEV` where Go built it. */
  readonly cli: string;
  readonly server: string;
}

/** Asks a program whether it is a Temporal CLI; nothing where it does not run or says something else. */
export async function readVersion(path: string): Promise<TemporalVersion | undefined> {
  for (let tries = 0; ; tries += 1) {
    try {
      return parseVersion(await run(path));
    } catch (error) {
      // A child that another part of this process is just starting may still hold the fresh file open.
      if (systemCode(error) !== 'ETXTBSY' || tries === 20) return undefined;
      await pause(25);
    }
  }
}

/** The version in a few words. */
export function versionText(version: TemporalVersion): string {
  return `temporal ${version.cli} with server ${version.server}`;
}

function parseVersion(text: string): TemporalVersion | undefined {
  const [, cli, server] = /^temporal version (\S+) \(Server (\d+\.\d+\.\d+)\b/.exec(text) ?? [];
  return cli === undefined || server === undefined ? undefined : { cli, server };
}

function run(path: string): Promise<string> {
  return new Promise((done, fail) => {
    execFile(path, ['--version'], { timeout: timings.versionMs, windowsHide: true }, (error, stdout) =>
      error === null ? done(stdout) : fail(error),
    );
  });
}
