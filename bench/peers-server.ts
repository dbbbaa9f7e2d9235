import { spawn } from 'node:child_process';
import { killTree, treeOf } from './process-tree.ts';
import { processorTimeMs, reapedProcessorTimeMs } from './processor-time.ts';
import { until } from './until.ts';

/** A server that a peer needs, on 127.0.0.1, with its data in a folder of its own. */
export type PeerServer = {
  /** Starts it over the data that is there, and waits until it answers. */
  readonly start: () => Promise<void>;
  /** `kill -9` of all its processes. */
  readonly kill: () => Promise<void>;
  /** User and system time of all its processes so far, ms; undefined where the platform does not say. */
  readonly processorTimeMs: () => number | undefined;
};

export type ServerCommand = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** As whom it runs; absent: as we do. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly isReady: () => Promise<boolean>;
};

const READY_WITHIN_MS = 60_000;

/** A server that is started by a command and killed. */
export function peerServer({ command, args, env, cwd, user, isReady }: ServerCommand): PeerServer {
  let pid: number | undefined;
  const endAtExit = () => {
    if (pid !== undefined) for (const one of treeOf(pid)) process.kill(one, 'SIGKILL');
  };
  return {
    start: async () => {
      const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, ...user, stdio: 'ignore' });
      let said: string | undefined;
      child.once('error', (error) => {
        said = error.message;
      });
      child.once('exit', (code) => {
        said = `it ended with ${code}`;
      });
      pid = child.pid;
      // Also where this process ends in the middle.
      process.once('exit', endAtExit);
      await until(command, READY_WITHIN_MS, async () => {
        if (said !== undefined) throw new Error(`${command}: ${said}`);
        return (await isReady().catch(() => false)) || undefined;
      });
    },
    kill: async () => {
      if (pid !== undefined) await killTree(pid);
      pid = undefined;
      process.off('exit', endAtExit);
    },
    processorTimeMs: () => {
      if (pid === undefined) return undefined;
      const times = treeOf(pid).map((one) => plus(processorTimeMs(one), reapedProcessorTimeMs(one)));
      return times.reduce(plus, 0);
    },
  };
}

function plus(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}
