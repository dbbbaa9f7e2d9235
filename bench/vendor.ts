import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const tasks = z.object({
  tasks: z.array(
    z.object({
      prompt: z.string(),
      arrivedAt: z.number(),
      acceptedAt: z.number(),
      endsAt: z.number(),
      finishedAt: z.number().nullable(),
    }),
  ),
});
const stats = z.object({ tasks: z.number(), slotGapsMs: z.array(z.number()), refusals: z.number(), polls: z.number() });

/** An accepted task; times in ms since the epoch. */
export type VendorTask = z.output<typeof tasks>['tasks'][number];

/** A simulator in a process of its own, as the vendor that is measured against. */
export type Vendor = {
  /** With its path, as an account's base URL. */
  readonly baseUrl: string;
  readonly tasks: () => Promise<readonly VendorTask[]>;
  readonly stats: () => Promise<z.output<typeof stats>>;
  /** Counts anew from here on. */
  readonly forget: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type VendorManners = {
  /** Every POST is answered so long after it was accepted; absent: at once. */
  readonly acceptMs?: number;
  /** Keys are accepted and mean nothing. */
  readonly ignoresKeys?: true;
  /** How far the times of tasks differ, 0.1: by a tenth; absent: not at all. */
  readonly jitter?: number;
  /** All clips are one picture: for thousands of tasks. */
  readonly oneClip?: true;
};

const SIMULATOR = fileURLToPath(new URL('../simulator/main.js', import.meta.url));
const ONE_CLIP_VENDOR = fileURLToPath(new URL('./one-clip-vendor.js', import.meta.url));
const START_TIMEOUT_MS = 10_000;

/** Starts a vendor whose tasks all take `taskMs`; clips are taken from and kept in `files`. */
export async function startVendor(
  options: {
    readonly files: string;
    readonly taskMs: number;
    readonly cap: number;
  } & VendorManners,
): Promise<Vendor> {
  const { files, taskMs, cap, acceptMs, ignoresKeys, jitter = 0, oneClip } = options;
  const keys = ignoresKeys ? ['--idempotency', 'ignore'] : [];
  const flags = [
    ...keys,
    '--port',
    '0',
    '--files',
    files,
    '--task-ms',
    String(taskMs),
    '--jitter',
    String(jitter),
    '--cap',
    String(cap),
  ];
  const child = spawn(process.execPath, [oneClip ? ONE_CLIP_VENDOR : SIMULATOR, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  // Also where this process ends in the middle.
  const end = () => child.kill('SIGTERM');
  process.on('exit', end);
  const [line] = await once(child.stdout, 'data', { signal: AbortSignal.timeout(START_TIMEOUT_MS) });
  const url = /listening (http:\S+)/.exec(String(line))?.[1];
  if (url === undefined) throw new Error(`the simulator said: ${line}`);
  if (acceptMs !== undefined) {
    const fault = { match: { op: 'submit' }, count: 0, action: { do: 'delay', ms: acceptMs, when: 'after' } };
    await fetch(`${url}/_sim/faults`, { method: 'POST', body: JSON.stringify(fault) });
  }
  const ask = async (path: string): Promise<unknown> => (await fetch(`${url}/_sim/${path}`)).json();
  return {
    baseUrl: `${url}/v1`,
    tasks: async () => tasks.parse(await ask('ledger')).tasks,
    stats: async () => stats.parse(await ask('stats')),
    forget: async () => {
      await fetch(`${url}/_sim/stats/reset`, { method: 'POST' });
    },
    close: async () => {
      end();
      await ended;
      process.off('exit', end);
    },
  };
}
