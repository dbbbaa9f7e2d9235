/** What a bench or a test counts. Gaps: ms from a slot's coming free to the arrival of the POST that took it. */
export type Stats = {
  readonly slotFreed: (account: string, atMs: number) => void;
  readonly accepted: (account: string, arrivedAtMs: number, inCap: number) => void;
  readonly posted: (idempotencyKey: string | undefined) => void;
  readonly count: (name: Counter) => void;
  readonly view: () => StatsView;
  readonly reset: () => void;
};

export type Counter = 'refusals' | 'polls' | 'downloads' | 'cancels';

export type StatsView = {
  readonly tasks: number;
  readonly posts: number;
  readonly refusals: number;
  readonly polls: number;
  readonly downloads: number;
  readonly cancels: number;
  readonly peakInCap: number;
  readonly postsByKey: { readonly [key: string]: number };
  readonly slotGapsMs: readonly number[];
  readonly slotGapP50Ms: number | null;
  readonly slotGapP99Ms: number | null;
};

export function makeStats(): Stats {
  let counts = { tasks: 0, posts: 0, refusals: 0, polls: 0, downloads: 0, cancels: 0, peakInCap: 0 };
  let freed = new Map<string, number[]>();
  let postsByKey = new Map<string, number>();
  let gaps: number[] = [];

  return {
    slotFreed: (account, atMs) => {
      freed.set(account, [...(freed.get(account) ?? []), atMs]);
    },
    accepted: (account, arrivedAtMs, inCap) => {
      counts.tasks++;
      counts.peakInCap = Math.max(counts.peakInCap, inCap);
      // The slot that waited longest is taken first; the account's first tasks take slots that were never freed.
      const since = freed.get(account)?.shift();
      if (since !== undefined) gaps.push(Math.max(0, arrivedAtMs - since));
    },
    posted: (key) => {
      counts.posts++;
      if (key !== undefined) postsByKey.set(key, (postsByKey.get(key) ?? 0) + 1);
    },
    count: (name) => {
      counts[name]++;
    },
    view: () => ({
      ...counts,
      postsByKey: Object.fromEntries(postsByKey),
      slotGapsMs: gaps,
      slotGapP50Ms: quantile(gaps, 0.5),
      slotGapP99Ms: quantile(gaps, 0.99),
    }),
    reset: () => {
      counts = { tasks: 0, posts: 0, refusals: 0, polls: 0, downloads: 0, cancels: 0, peakInCap: 0 };
      freed = new Map();
      postsByKey = new Map();
      gaps = [];
    },
  };
}

function quantile(values: readonly number[], part: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? null;
}
