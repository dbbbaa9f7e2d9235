import { setTimeout as delay } from 'node:timers/promises';
import type { Started } from '../e2e/command.ts';
import { kill, pidOf, type Role } from '../e2e/processes.ts';
import type { Scene } from '../e2e/scene.ts';
import type { Victim } from './cell.ts';
import { fillDisk } from './small-disk.ts';
import type { Stage } from './stage.ts';

/**
 * Longer than a heartbeat's time-out (3 s): the engine takes the worker for dead, which then wakes up; longer than a claim
 * may be sent (10 s); longer than an answer is awaited (60 s). The supervisor kills a worker that is silent for 15 s: for
 * the longer ones it is stopped as well.
 */
const STOPPED_MS = { 'worker stopped': 6_000, 'stopped for 15 s': 15_000, 'stopped for 70 s': 70_000 };
const ASLEEP_MS = 70_000;
/** Long enough for the server to meet it. */
const FULL_MS = 3_000;

/** Kills, stops or fails a victim, and undoes what does not last. */
export async function strike({ scene, vendor }: Stage, victim: Victim, run: Started): Promise<void> {
  switch (victim) {
    case 'worker':
    case 'server':
      return kill(scene, victim);
    case 'everything':
      kill(scene, 'supervisor', 'worker', 'server');
      await Promise.race([run.says(/engine does not answer/), run.ended]);
      if (run.child.exitCode === null) run.interrupt();
      return;
    case 'worker stopped':
      return stopAWhile(STOPPED_MS[victim], scene, 'worker');
    case 'stopped for 15 s':
    case 'stopped for 70 s':
      return stopAWhile(STOPPED_MS[victim], scene, 'supervisor', 'worker');
    case 'asleep for 70 s':
      return stopAWhile(ASLEEP_MS, scene, 'supervisor', 'worker', 'server');
    case 'command':
      run.child.kill('SIGKILL');
      return;
    case 'vendor':
      return vendor.restart();
    case 'vendor forgets':
      return vendor.restart({ forgets: true });
    case 'full disk': {
      const makeRoom = fillDisk(scene);
      await delay(FULL_MS);
      return makeRoom();
    }
    default:
      victim satisfies never;
  }
}

async function stopAWhile(forMs: number, scene: Scene, ...roles: readonly Role[]): Promise<void> {
  const pids = roles.map((role) => pidOf(scene, role));
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  await delay(forMs);
  for (const pid of pids) {
    // The supervisor may have killed what did not answer.
    try {
      process.kill(pid, 'SIGCONT');
    } catch {}
  }
}
