/** How long the last tasks of one kind took from acceptance to their end, ms at the vendor's usual speed, newest last. */
export type RenderTimes = readonly number[];

/** Between these moments after its acceptance (ms) nearly every task of a kind ends. */
export type ExpectedEnd = { readonly fromMs: number; readonly toMs: number };

/** Enough for the 5 % quantile to be two tasks away from the extreme, few enough to follow a vendor that changes. */
const KEPT = 32;
/** Fewer say nothing yet. */
const LEAST = 5;
const EARLIEST = 0.05;
const LATEST = 0.95;
/** A twentieth at both ends for what the last tasks have not shown. */
const MARGIN = 0.05;

/** The times with one more. */
export function withTime(times: RenderTimes, ms: number): RenderTimes {
  return [...times, Math.round(ms)].slice(-KEPT);
}

/** When a task of this kind will end; undefined: too few are known. */
export function expectedEnd(times: RenderTimes): ExpectedEnd | undefined {
  if (times.length < LEAST) return undefined;
  const sorted = [...times].sort((a, b) => a - b);
  const at = (quantile: number) => sorted[Math.round(quantile * (sorted.length - 1))] ?? 0;
  return { fromMs: at(EARLIEST) * (1 - MARGIN), toMs: at(LATEST) * (1 + MARGIN) };
}
