import type { Timeline } from './timeline.ts';

/** A machine of ours that can sleep, as a laptop does, while the vendor works on. */
export type Machine = {
  /** What is due while it sleeps happens when it wakes up, in its order. */
  readonly time: Timeline;
  /** Sleeps from now on for so long; again while it sleeps: until the later end. */
  readonly sleep: (lastsMs: number) => void;
  /** Changes with every sleep: who finds another one after an await has slept meanwhile. */
  readonly sleeps: () => number;
};

export function sleeper(world: Timeline): Machine {
  let wakeAtMs = 0;
  let sleeps = 0;
  const due = (act: () => void) => {
    const leftMs = wakeAtMs - world.now();
    if (leftMs > 0) world.after(leftMs, () => due(act));
    else act();
  };
  return {
    time: { ...world, after: (delayMs, act) => world.after(delayMs, () => due(act)) },
    sleep: (lastsMs) => {
      sleeps += 1;
      wakeAtMs = Math.max(wakeAtMs, world.now() + Math.ceil(lastsMs));
    },
    sleeps: () => sleeps,
  };
}
