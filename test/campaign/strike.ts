import { setTimeout as delay } from 'node:timers/promises';
import type { Started } from '../e2e/command.ts';
import { kill, pidOf } from '../e2e/processes.ts';
import type { Victim } from './cell.ts';
import { fillDisk } from './small-disk.ts';
import type { Stage } from './stage.ts';

/** Longer than a heartbeat's time-out: the engine takes the worker for dead, which then wakes up. */
const STOPPED_MS = 6_000;
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
      return stopAWhile(pidOf(scene, 'worker'));
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

async function stopAWhile(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await delay(STOPPED_MS);
  // The supervisor may have killed what did not answer.
  try {
    process.kill(pid, 'SIGCONT');
  } catch {}
}
