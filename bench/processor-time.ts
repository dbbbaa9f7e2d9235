import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the machine. */
const TICK_MS = 10;

/** User and system time that a process has used so far, ms; undefined where the platform does not say (no Linux). */
export function processorTimeMs(pid: number): number | undefined {
  return ticksMs(pid, 11);
}

/** User and system time of a process's children that have ended and were waited for, and of theirs, ms. */
export function reapedProcessorTimeMs(pid: number): number | undefined {
  return ticksMs(pid, 13);
}

/** Two numbers that follow each other in what the platform says about a process. */
function ticksMs(pid: number, at: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold anything; user and system time are the 12th and 13th word after it, those
    // of the children the 14th and 15th.
    const words = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(words[at]) + Number(words[at + 1])) * TICK_MS;
  } catch {
    return undefined;
  }
}

/** That of an engine's worker and server together; undefined also where one of them does not run. */
export function engineTimeMs(pids: { readonly server?: number; readonly worker?: number }): number | undefined {
  const { server, worker } = pids;
  if (server === undefined || worker === undefined) return undefined;
  const [serverMs, workerMs] = [processorTimeMs(server), processorTimeMs(worker)];
  return serverMs === undefined || workerMs === undefined ? undefined : serverMs + workerMs;
}

/** User and system time of this process so far, ms. */
export function ownProcessorTimeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
