import { durationMs } from '../../config/index.ts';
import type { Quota } from '../../plan/quota.ts';
import type { MakeRecord } from '../../plan/record.ts';
import type { ClaimState, ProjectStore } from '../../store/index.ts';
import type { CostEntry } from '../views/index.ts';
import { Refusal } from './refusal.ts';
import { waitingFiles } from './waiting-files.ts';

/** Every attempt that may have cost money since a moment, of all pipelines of this store. */
export async function costEntries(store: ProjectStore, since: number): Promise<readonly CostEntry[]> {
  const pipelines = [...new Set((await store.runs.list()).map((run) => run.pipeline))];
  const entries: CostEntry[] = [];
  for (const pipeline of pipelines) {
    const made = makesByTask(await store.records.all(pipeline));
    const lost = new Map(
      (await waitingFiles(store, pipeline)).flatMap((file) => (file.lost ? [[file.task, file.cost]] : [])),
    );
    for (const state of await store.claims.ofPipeline(pipeline)) {
      const entry = entryOf(state, made, lost);
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

// A make that was taken over under another name costs nothing more.
function makesByTask(records: readonly MakeRecord[]): ReadonlyMap<string, MakeRecord> {
  const made = new Map<string, MakeRecord>();
  for (const record of records) {
    if (record.task !== '' && record.cost >= (made.get(record.task)?.cost ?? 0)) made.set(record.task, record);
  }
  return made;
}

function entryOf(
  { ref, claim, created, settled }: ClaimState,
  made: ReadonlyMap<string, MakeRecord>,
  lost: ReadonlyMap<string, Quota>,
): CostEntry | undefined {
  // What was never created is no task: it cost nothing, and its node's next attempt is told with its own price.
  if (claim.kind === 'void' || settled?.as === 'not-created') return undefined;
  const record = created === undefined ? undefined : made.get(created.task);
  // Told as failed, and completed after all: what is settled never changes, so the record knows better.
  const isLate = record !== undefined && settled !== undefined && settled.as !== 'made';
  return {
    pipeline: ref.pipeline,
    model: claim.model,
    atMs: claim.atMs,
    planned: claim.reserved,
    spent: isLate ? record.cost : (settled?.cost ?? lost.get(created?.task ?? '') ?? 0),
    refunded: isLate ? 0 : (settled?.refunded ?? 0),
    refundAssumed: !isLate && (settled?.assumed ?? false),
    assumed: record?.costAssumed ?? false,
  };
}
