import { quantile } from './row.ts';
import type { Vendor, VendorTask } from './vendor.ts';

/** How a vendor's slots were used. */
export type Seen = {
  /** From the first POST to the last end, by what five slots that are never idle would need. */
  readonly ratio: number;
  /** From a slot's coming free to the arrival of the POST that took it, ms. */
  readonly gapP50: number;
  readonly gapP99: number;
  /** More than 0: the cap was broken. */
  readonly refusals: number;
};

/** Tasks that a vendor allows at once. */
export const CAP = 5;

/** Looks at a vendor whose tasks have all ended; only those that arrived at `sinceMs` (since the epoch) or later count. */
export async function seenAt(vendor: Vendor, sinceMs = 0): Promise<Seen> {
  const { slotGapsMs, refusals } = await vendor.stats();
  const ratio = makespanRatio((await vendor.tasks()).filter(({ arrivedAt }) => arrivedAt >= sinceMs));
  return { ratio, gapP50: quantile(slotGapsMs, 0.5) ?? 0, gapP99: quantile(slotGapsMs, 0.99) ?? 0, refusals };
}

function makespanRatio(tasks: readonly VendorTask[]): number {
  const ends = tasks.map((task) => task.finishedAt ?? task.endsAt);
  const wholeMs = Math.max(...ends) - Math.min(...tasks.map((task) => task.arrivedAt));
  const taskMs = tasks.reduce((sum, task) => sum + task.endsAt - task.acceptedAt, 0);
  return wholeMs / (taskMs / CAP);
}
