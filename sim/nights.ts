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

/** Everything of ours dies now and then while something is continued as new, and is started again within a minute. */
export function dieInRenewals({
  machine,
  random,
  isOver,
}: Omit<Night, 'world'> & { readonly machine: Machine }): () => void {
  let left = 1 + Math.floor(random() * 5);
  return () => {
    if (isOver() || left === 0 || random() > DEATHS) return;
    left -= 1;
    machine.sleep(3_000 + 57_000 * random());
  };
}

/** One renewal in so many: by then there are tasks under way. */
const DEATHS = 0.05;

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
