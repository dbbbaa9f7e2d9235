import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { askAgain } from '../../cli/session/ask-again.ts';
import { QUERY_PROGRESS, TASK_QUEUE } from '../../plan/recorded-names.ts';
import type { RunInput, RunView } from '../../plan/run-view.ts';
import type { Skeleton } from '../../plan/skeleton.ts';
import type { run } from '../../workflows/index.ts';
import type { TestEngine } from './engine.ts';
import type { World } from './world.ts';

export type StartedRun = WorkflowHandleWithFirstExecutionRunId<typeof run>;

/** Starts a run of a plan of its own; `name` must begin with the account. */
export function startRun(
  engine: TestEngine,
  world: World,
  plan: { readonly account: string; readonly name: string; readonly skeleton: Skeleton },
  renewal?: RunInput['renewal'],
): Promise<StartedRun> {
  const pipeline = `${plan.account}-${plan.name}`;
  world.plans.set(pipeline, plan.skeleton);
  const place = {
    root: '/p',
    realm: 'simulator',
    pipeline,
    plan: '',
    decisions: '',
    account: plan.account,
    store: 's',
  };
  const input: RunInput = { interpreter: 1, place, speed: 20, ...(renewal ? { renewal } : {}) };
  return engine.client.workflow.start<typeof run>('run', {
    workflowId: `run/${pipeline}`,
    taskQueue: TASK_QUEUE,
    args: [input as Parameters<typeof run>[0]],
  });
}

/** Asks a run again and again until what it shows is as wanted. */
export async function until(handle: StartedRun, wanted: (view: RunView) => boolean): Promise<RunView> {
  for (;;) {
    const view = await askAgain(() => handle.query<RunView, [{ since: number }]>(QUERY_PROGRESS, { since: 0 }));
    if (wanted(view)) return view;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
