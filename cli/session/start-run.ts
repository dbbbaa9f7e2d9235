import type { Client } from '@temporalio/client';
import type { Decisions } from '../../plan/decisions.ts';
import { canonicalJson } from '../../plan/json.ts';
import type { Plan } from '../../plan/plan.ts';
import { runWorkflowId, SIGNAL_WAKE, TASK_QUEUE, WORKFLOW_RUN } from '../../plan/recorded-names.ts';
import type { RunInput, WakeRequest } from '../../plan/run-view.ts';
import { TIMING } from '../../plan/timing.ts';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import { Refusal } from './refusal.ts';

export type StartOptions = {
  readonly client: Client;
  readonly store: ProjectStore;
  readonly plan: Plan;
  readonly decisions: Decisions;
  readonly account: string;
  readonly speed: number;
  readonly plannedCost: number;
  readonly profile: string | undefined;
  /** It was typed for some nodes only, or to pay again: an open run cannot be joined so. */
  readonly selects: boolean;
};
export type StartedRun = { readonly entry: RunEntry; readonly joined: boolean };

/**
 * Starts the run, or joins the open one of this pipeline where its plan is the same. Refuses (75) where an open run
 * has another plan. Two at once: the engine lets one start, the other joins.
 */
export async function startRun(options: StartOptions): Promise<StartedRun> {
  const { client, store, plan } = options;
  const planRef = await store.plans.put(plan);
  const decisionsRef = await store.decisions.put(options.decisions);
  const workflowId = runWorkflowId(store.id, plan.pipeline);
  const open = await openRun(client, workflowId);
  if (open) return join(options, planRef, open);
  const doc = {
    file: plan.file,
    workflowId,
    plan: planRef,
    decisions: decisionsRef,
    realm: store.realm,
    account: options.account,
    startedAt: new Date().toISOString(),
    plannedCost: options.plannedCost,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
  };
  const n = await store.runs.begin(plan.pipeline, doc);
  try {
    const handle = await client.workflow.start(WORKFLOW_RUN, {
      workflowId,
      taskQueue: TASK_QUEUE,
      workflowIdConflictPolicy: 'FAIL',
      workflowTaskTimeout: TIMING.workflowTaskMs,
      memo: { n, plan: planRef },
      args: [inputOf(options, planRef, decisionsRef)],
    });
    await store.runs.started(plan.pipeline, n, handle.firstExecutionRunId);
    return {
      joined: false,
      entry: { ...doc, version: 1, n, pipeline: plan.pipeline, key: handle.firstExecutionRunId },
    };
  } catch (error) {
    const other = await openRun(client, workflowId);
    if (other === undefined) throw error;
    return join(options, planRef, other);
  }
}

type OpenRun = { readonly key: string; readonly n: number; readonly plan: string };

/** The run of this pipeline whose workflow is open, as its memo tells it; undefined where none is. */
export async function openRun(client: Client, workflowId: string): Promise<OpenRun | undefined> {
  try {
    const { status, raw, memo } = await client.workflow.getHandle(workflowId).describe();
    const { n, plan } = memo ?? {};
    const key = raw.workflowExecutionInfo?.firstRunId;
    if (status.name !== 'RUNNING' || typeof n !== 'number' || typeof plan !== 'string' || !key) return undefined;
    return { key, n, plan };
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return undefined;
    throw error;
  }
}

async function join(
  { client, store, plan, decisions, account, selects }: StartOptions,
  planRef: string,
  open: OpenRun,
): Promise<StartedRun> {
  const { pipeline } = plan;
  if (open.plan !== planRef && !(await differsInBudgetOnly(store, plan, open.plan))) {
    throw new Refusal(
      75,
      `${pipeline}#${open.n} is open, with another plan`,
      `follow it: dailies watch ${pipeline}; or end it: dailies cancel ${pipeline}`,
    );
  }
  if (selects) {
    throw new Refusal(
      75,
      `${pipeline}#${open.n} is open; --only, --from, --keep-stale and --remake cannot change it`,
      `follow it: dailies watch ${pipeline}; type this again when it has ended`,
    );
  }
  // The one who started it may not have written its key down yet.
  await store.runs.started(pipeline, open.n, open.key);
  const entry = await store.runs.get(pipeline, open.n);
  if (entry === undefined)
    throw new Refusal(75, `${pipeline}#${open.n} is open, but not known to this store`, 'dailies doctor');
  if (entry.account !== account) {
    throw new Refusal(
      75,
      `${pipeline}#${open.n} is open, started with another key`,
      `go on with the key that is set now: dailies resume ${pipeline}`,
    );
  }
  const before = await store.decisions.get(entry.decisions);
  // The run knows the limit that it was told last, which need not be the one that it was started with.
  if (decisions.limit !== undefined || before?.limit !== undefined) {
    const wake: WakeRequest = { limit: decisions.limit ?? Number.MAX_SAFE_INTEGER };
    await client.workflow.getHandle(entry.workflowId).signal(SIGNAL_WAKE, wake);
  }
  return { joined: true, entry };
}

// Raising the budget of a run that waits for money is not another plan.
async function differsInBudgetOnly(store: ProjectStore, plan: Plan, otherRef: string): Promise<boolean> {
  const other = await store.plans.get(otherRef);
  if (other === undefined) return false;
  const { budget: _ours, ...rest } = plan;
  const { budget: _theirs, ...otherRest } = other;
  return canonicalJson(rest) === canonicalJson(otherRest);
}

function inputOf({ store, plan, account, speed }: StartOptions, planRef: string, decisionsRef: string): RunInput {
  const place = {
    root: store.root,
    realm: store.realm,
    pipeline: plan.pipeline,
    plan: planRef,
    decisions: decisionsRef,
    account,
    store: store.id,
  };
  return { interpreter: 1, place, speed };
}
