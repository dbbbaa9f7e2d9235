/** What is measured once or a few times: one value a repetition, in `unit`. */
export type Row = {
  readonly figure: string;
  readonly unit: 'ms' | 's' | 'ratio' | 'events' | 'MB' | 'KB' | 'count';
  /** The most that it may be; undefined: measured to compare with, no goal of ours. */
  readonly goal?: number;
  readonly values: readonly number[];
};

/** Smallest, middle and largest value of a row; undefined where nothing was measured. */
export type Spread = { readonly min: number; readonly median: number; readonly max: number };

/** The spread of some values; of an even number the lower middle one counts. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const [min, median, max] = [quantile(values, 0), quantile(values, 0.5), quantile(values, 1)];
  return min === undefined || median === undefined || max === undefined ? undefined : { min, median, max };
}

/** The value below or at which the part `part` (0 to 1) of the values lies; undefined where there are none. */
export function quantile(values: readonly number[], part: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

/** Whether the middle value keeps to the goal; undefined where there is no goal or no value. */
export function isMet({ goal, values }: Row): boolean | undefined {
  const spread = spreadOf(values);
  return goal === undefined || spread === undefined ? undefined : spread.median <= goal;
}
