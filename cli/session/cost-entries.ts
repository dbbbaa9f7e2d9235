import { durationMs } from '../../config/index.ts';
import type { ClaimState, ProjectStore } from '../../store/index.ts';
import type { CostEntry } from '../views/index.ts';
import { Refusal } from './refusal.ts';

/** Every attempt that may have cost money since a moment, of all pipelines of this store. */
export async function costEntries(store: ProjectStore, since: number): Promise<readonly CostEntry[]> {
  const pipelines = [...new Set((await store.runs.list()).map((run) => run.pipeline))];
  const entries: CostEntry[] = [];
  for (const pipeline of pipelines) {
    const assumed = new Set(
      (await store.records.all(pipeline)).filter((record) => record.costAssumed).map((record) => record.task),
    );
    for (const state of await store.claims.ofPipeline(pipeline)) {
      const entry = entryOf(state, assumed);
      if (entry !== undefined && entry.atMs >= since) entries.push(entry);
    }
  }
  return entries;
}

/** The moment of `--since`: an age such as 72h, or a date. Refuses (64) others. */
export function sinceMs(text: string | undefined, nowMs: number): number {
  if (text === undefined) return 0;
  const age = durationMs(text);
  const date = Date.parse(text);
  if (age !== undefined) return nowMs - age;
  if (Number.isNaN(date)) throw new Refusal(64, `--since ${text} is no time`, 'a date (2026-04-01) or an age (72h)');
  return date;
}

function entryOf({ ref, claim, created, settled }: ClaimState, assumed: ReadonlySet<string>): CostEntry | undefined {
  if (claim.kind === 'void') return undefined;
  return {
    pipeline: ref.pipeline,
    model: claim.model,
    atMs: claim.atMs,
    planned: claim.reserved,
    spent: settled?.cost ?? 0,
    refunded: settled?.refunded ?? 0,
    refundAssumed: settled?.assumed ?? false,
    assumed: created !== undefined && assumed.has(created.task),
  };
}
