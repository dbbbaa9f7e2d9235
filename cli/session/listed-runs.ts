import type { Client } from '@temporalio/client';
import type { RunView } from '../../plan/run-view.ts';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import type { ListedRun } from '../views/index.ts';
import { seenRun } from './seen-run.ts';

/** The runs as the list shows them; only those that are not known to have ended are asked of the engine. */
export async function listedRuns(
  client: Client | undefined,
  store: ProjectStore,
  entries: readonly RunEntry[],
): Promise<readonly ListedRun[]> {
  const listed: ListedRun[] = [];
  for (const entry of entries) listed.push(await listedRun(client, store, entry));
  return listed;
}

async function listedRun(client: Client | undefined, store: ProjectStore, entry: RunEntry): Promise<ListedRun> {
  const seen = entry.ended === undefined ? await seenRun(client, store, entry) : undefined;
  const ended = seen?.entry.ended ?? entry.ended;
  const facts = ended?.result ?? seen?.progress?.view;
  const base = {
    run: `${entry.pipeline}#${entry.n}`,
    file: entry.file,
    realm: entry.realm,
    startedMs: Date.parse(entry.startedAt),
    money: facts?.money ?? { planned: entry.plannedCost, spent: 0, refunded: 0 },
    done: facts?.counts.done ?? 0,
    total: totalOf(facts?.counts ?? {}),
    state: ended?.result.state ?? seen?.state ?? ('unknown' as const),
  };
  return ended === undefined ? base : { ...base, endedMs: Date.parse(ended.endedAt) };
}

function totalOf(counts: RunView['counts']): number {
  return Object.values(counts).reduce((sum, many) => sum + many, 0);
}
