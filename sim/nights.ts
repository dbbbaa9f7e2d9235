import type { Machine } from './sleep.ts';
import type { Timeline } from './timeline.ts';
import type { Vendor } from './vendor.ts';

const HOUR_MS = 3_600_000;

/** `isOver`: all has ended, and with it the faults. */
type Night = { readonly world: Timeline; readonly random: () => number; readonly isOver: () => boolean };

/** Somebody shuts the lid, once or twice, past every time-out; tasks render on and end. */
export function fallAsleep({ world, machine, random, isOver }: Night & { readonly machine: Machine }): void {
  const times = 1 + Math.floor(random() * 2);
  for (let n = 0; n < times; n += 1) {
    world.after(60_000 * random(), () => isOver() || machine.sleep((0.1 + 10 * random()) * HOUR_MS));
  }
}

/** Others have the whole account: every POST is refused for the cap, for hours. */
export function refuseAllNight({ world, vendor, random, isOver }: Night & { readonly vendor: Vendor }): void {
  world.after(30_000 * random(), () => {
    if (isOver()) return;
    vendor.foreign = Number.POSITIVE_INFINITY;
    world.after(8 * random() * HOUR_MS, () => {
      vendor.foreign = 0;
    });
  });
}
