import { earliestFirst } from './earliest-first.ts';

/** A render still to come. `needs`: indices of jobs that must end first; `running`: it holds a slot already. */
export type Job = {
  readonly ms: number;
  readonly needs: readonly number[];
  readonly priority: number;
  readonly running?: boolean;
};

type Running = { readonly endMs: number; readonly at: number; readonly slot: number };

/** How long these jobs take, ms, at most `slots` at once, higher priority and file order first. Cycles are ignored. */
export function timeAtCap(jobs: readonly Job[], slots: number): number {
  const waits = jobs.map((job) => job.needs.length);
  const followers: number[][] = jobs.map(() => []);
  jobs.forEach((job, at) => {
    for (const need of job.needs) followers[need]?.push(at);
  });
  const ready = earliestFirst((a: number, b: number) => rank(jobs, b) - rank(jobs, a) || a - b);
  const running = earliestFirst((a: Running, b: Running) => a.endMs - b.endMs);
  const busy = { slots: 0 };
  const start = (at: number, nowMs: number) => {
    const ms = jobs[at]?.ms ?? 0;
    // What is made here, or decided by a person, takes no slot.
    const slot = ms > 0 ? 1 : 0;
    busy.slots += slot;
    running.add({ endMs: nowMs + ms, at, slot });
  };
  jobs.forEach((job, at) => {
    if (job.running) start(at, 0);
    else if (waits[at] === 0) ready.add(at);
  });
  let nowMs = 0;
  for (;;) {
    while (!ready.empty() && (busy.slots < Math.max(1, slots) || jobs[ready.first()]?.ms === 0))
      start(ready.take(), nowMs);
    if (running.empty()) return nowMs;
    const ended = running.take();
    nowMs = ended.endMs;
    busy.slots -= ended.slot;
    for (const next of followers[ended.at] ?? []) {
      const left = (waits[next] ?? 0) - 1;
      waits[next] = left;
      if (left === 0 && jobs[next]?.running !== true) ready.add(next);
    }
  }
}

function rank(jobs: readonly Job[], at: number): number {
  const job = jobs[at];
  return job === undefined ? 0 : job.priority + (job.ms === 0 ? 1e9 : 0);
}
