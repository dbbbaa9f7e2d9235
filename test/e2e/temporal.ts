import type { Client } from '@temporalio/client';
import Long from 'long';
import { connectClient, livingEngine } from '../../engine/index.ts';
import { accountWorkflowId, runWorkflowId } from '../../plan/recorded-names.ts';
import { openStore } from '../../store/index.ts';
import type { Scene } from './scene.ts';

/** What somebody can do to the workflows of a run who has Temporal's own tools. */
export type Hands = {
  readonly client: Client;
  readonly run: string;
  readonly account: string;
  readonly namespace: string;
};

/** Connects to the scene's engine for as long as `work` takes, with the ids of a run of this realm and its account. */
export async function withTemporal<T>(
  { root, home, env }: Scene,
  { stem, realm }: { readonly stem: string; readonly realm: string },
  work: (hands: Hands) => Promise<T>,
): Promise<T> {
  const engine = await livingEngine({ home, env });
  if (engine === undefined) throw new Error('no engine runs');
  const store = await openStore({ root, realm });
  const entry = await store.runs.latest(stem);
  if (entry === undefined) throw new Error(`${stem} was never run`);
  const client = await connectClient(engine.settings, engine.namespace);
  try {
    const run = runWorkflowId(store.id, stem);
    return await work({ client, run, account: accountWorkflowId(entry.account), namespace: engine.namespace });
  } finally {
    await client.connection.close();
  }
}

/** The places of a run's history right before each of its submits: events that end a workflow task. */
export async function beforeSubmits({ client, run }: Hands): Promise<readonly number[]> {
  const { events } = await client.workflow.getHandle(run).fetchHistory();
  let last = 0;
  const places = new Set<number>();
  for (const { eventId, workflowTaskCompletedEventAttributes, activityTaskScheduledEventAttributes } of events ?? []) {
    if (activityTaskScheduledEventAttributes?.activityType?.name === 'submit') places.add(last);
    if (workflowTaskCompletedEventAttributes) last = Number(eventId);
  }
  return [...places].filter((place) => place > 0);
}

/** As `temporal workflow reset --event-id`: an open execution is terminated, another goes on from there. */
export async function reset({ client, run, namespace }: Hands, eventId: number): Promise<void> {
  const { runId } = await client.workflow.getHandle(run).describe();
  await client.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId: run, runId },
    reason: 'a test',
    workflowTaskFinishEventId: Long.fromNumber(eventId),
    requestId: crypto.randomUUID(),
  });
}

/** As when retention is over: the engine has never heard of the run. */
export async function forget({ client, run, namespace }: Hands): Promise<void> {
  await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId: run } });
}
