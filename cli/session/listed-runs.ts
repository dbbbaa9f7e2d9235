import type { Client } from '@temporalio/client';
import type { RunView } from '../../plan/run-view.ts';
import { mapBounded, type ProjectStore, type RunEntry } from '../../store/index.ts';
import { type ListedRun, runState } from '../views/index.ts';
import { askTotals, standingOf } from './find-run.ts';

/** The runs as the list shows them; only those that are not known to have ended are asked of the engine. */
export async function listedRuns(
  client: Client | undefined,
  store: ProjectStore,
  entries: readonly RunEntry[],
): Promise<readonly ListedRun[]> {
  return mapBounded(entries, (entry) => listedRun(client, store, entry));
}

async function listedRun(client: Client | undefined, store: ProjectStore, entry: RunEntry): Promise<ListedRun> {
  const { entry: seen, state: standing } = await standingOf(client, store, entry);
  const { ended } = seen;
  const view = client === undefined || standing !== 'open' ? undefined : await totalsOf(client, entry);
  const facts = ended?.result ?? view;
  const base = {
    run: `${entry.pipeline}#${entry.n}`,
    file: entry.file,
    realm: entry.realm,
    startedMs: Date.parse(entry.startedAt),
    money: facts?.money ?? { planned: entry.plannedCost, spent: 0, refunded: 0 },
    done: facts?.counts.done ?? 0,
    total: totalOf(facts?.counts ?? {}),
    state: ended?.result.state ?? (view === undefined ? ('unknown' as const) : runState(view)),
  };
  return ended === undefined ? base : { ...base, endedMs: Date.parse(ended.endedAt) };
}

/** undefined: its worker does not answer. */
async function totalsOf(client: Client, entry: RunEntry): Promise<RunView | undefined> {
  return askTotals(client, entry).catch(() => undefined);
}

function totalOf(counts: RunView['counts']): number {
  return Object.values(counts).reduce((sum, many) => sum + many, 0);
}
