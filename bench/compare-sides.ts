import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Side } from './compare-trial.ts';
import type { Home, Project } from './home.ts';
import { CAP } from './seen.ts';
import type { Shot } from './shots.ts';
import type { Vendor } from './vendor.ts';

const NAIVE = fileURLToPath(new URL('./naive-main.js', import.meta.url));
const POLL_MS = 50;
const NOBODY = { unsure: 0, waiting: 0 };
/** What says the same for so long waits for a person: a recovery takes less, and so does a slot that comes free. */
const STILL_MS = 10_000;

/** The script, started. */
export function naiveSide(vendor: Vendor, shots: readonly Shot[], folder: string): Side {
  const given = JSON.stringify({ baseUrl: vendor.baseUrl, shots, folder, atOnce: CAP, pollMs: POLL_MS });
  const start = (): ChildProcess => spawn(process.execPath, [NAIVE, given], { stdio: 'ignore' });
  let child = start();
  return {
    killAndRestart: () => {
      child.kill('SIGKILL');
      child = start();
    },
    files: async () => filesIn(folder, shots),
    // It asks nobody: what failed or was torn is as if it were done.
    ended: async () => (child.exitCode === null && child.signalCode === null ? undefined : NOBODY),
    end: () => void child.kill('SIGKILL'),
  };
}

/** The videos that a program has put into a folder under the shots' ids, as a side tells them. */
export function filesIn(folder: string, shots: readonly Shot[]): Awaited<ReturnType<Side['files']>> {
  const places = shots.map(({ id }) => ({ id, file: path.join(folder, `${id}.mp4`) }));
  const there = places.filter(({ file }) => existsSync(file));
  return new Map(there.map(({ id, file }) => [id, { path: file, atMs: statSync(file).mtimeMs }]));
}

/** A run of ours, started on the home's engine; every process of the engine is killed, and `resume` is typed. */
export async function ourSide(made: {
  readonly home: Home;
  readonly project: Project;
  readonly vendor: Vendor;
  readonly shots: readonly Shot[];
}): Promise<Side> {
  const { home, project, vendor, shots } = made;
  const stem = 'cut';
  project.write(stem, shots);
  await project.detach(stem);
  const store = await project.store();
  let said: { readonly what: string | undefined; readonly sinceMs: number } = { what: undefined, sinceMs: 0 };
  let follower: ChildProcess | undefined;
  const end = () => {
    follower?.kill('SIGKILL');
    process.off('exit', end);
  };
  return {
    end,
    killAndRestart: () => {
      const { supervisor, worker, server } = home.pids();
      for (const pid of [supervisor, worker, server]) if (pid !== undefined) process.kill(pid, 'SIGKILL');
      follower = project.start('resume', stem).child;
      process.on('exit', end);
    },
    files: async () => {
      const records = await store.records.all(stem);
      const files = records.map(async (record) => {
        const file = await store.media.path(record.sha256);
        return file === undefined ? [] : [[record.node, { path: file, atMs: Date.parse(record.madeAt) }] as const];
      });
      return new Map((await Promise.all(files)).flat());
    },
    ended: async () => {
      const made = (await store.records.all(stem)).length;
      if (made === shots.length) return NOBODY;
      // Asking the command takes processor time: not while the vendor still works.
      if ((await vendor.tasks()).some(({ finishedAt }) => finishedAt === null)) return undefined;
      const { stdout } = await project.start('status', stem, '--json').ended;
      const { unsure, waiting } = status.safeParse(readJson(stdout)).data?.nodes ?? NOBODY;
      const isWhole = unsure > 0 && made + unsure + waiting === shots.length;
      const now = isWhole ? `${unsure} ${waiting}` : undefined;
      if (now !== said.what) said = { what: now, sinceMs: Date.now() };
      return now !== undefined && Date.now() - said.sinceMs > STILL_MS ? { unsure, waiting } : undefined;
    },
  };
}

const status = z.object({ nodes: z.object({ unsure: z.number(), waiting: z.number() }) });

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
