import type { Client } from '@temporalio/client';
import type { Plan } from '../../plan/plan.ts';
import type { RunView } from '../../plan/run-view.ts';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import { applyView, type Progress, startProgress } from '../live/index.ts';
import { type RunState, runState } from '../views/index.ts';
import { askProgress, type RunStanding, standingOf } from './find-run.ts';
import { Refusal } from './refusal.ts';
import { stuckSentence } from './stuck-workflows.ts';

/** A run with all that can be seen of it now; without `progress` neither the engine nor its worker answers. */
export type SeenRun = {
  readonly entry: RunEntry;
  readonly plan: Plan;
  readonly standing: RunStanding['state'];
  readonly progress?: Progress;
  readonly state: RunState | 'unknown';
  /** Why it cannot go on by itself, though nothing failed. */
  readonly stuck?: string;
};

/** Looks at a run: its end where that is written down, its workflow where an engine answers. Starts nothing. */
export async function seenRun(client: Client | undefined, store: ProjectStore, found: RunEntry): Promise<SeenRun> {
  const plan = await planOf(store, found);
  const { entry, state: standing } = await standingOf(client, store, found);
  const view = client === undefined ? undefined : await viewOf(client, entry);
  const stuck = client === undefined || standing !== 'open' ? undefined : await stuckSentence(client, entry);
  const base = { entry, plan, standing, ...(stuck === undefined ? {} : { stuck }) };
  if (view !== undefined) {
    const { progress } = applyView(startProgress(plan), view);
    return { ...base, progress, state: entry.ended?.result.state ?? runState(view) };
  }
  return { ...base, state: entry.ended?.result.state ?? 'unknown' };
}

/** The plan that a run was started with. Refuses (73) where the store has lost it. */
export async function planOf(store: ProjectStore, entry: RunEntry): Promise<Plan> {
  const plan = await store.plans.get(entry.plan);
  if (plan) return plan;
  throw new Refusal(
    73,
    `the plan of ${entry.pipeline}#${entry.n} is not in the store`,
    'was .dailies/store changed by hand?',
  );
}

// Only the newest workflow under an id can be asked; an older run is told from what was written down at its end.
async function viewOf(client: Client, entry: RunEntry): Promise<RunView | undefined> {
  try {
    const { raw } = await client.workflow.getHandle(entry.workflowId).describe();
    if (raw.workflowExecutionInfo?.firstRunId !== entry.key) return undefined;
    return await askProgress(client, entry, 0);
  } catch {
    return undefined;
  }
}
