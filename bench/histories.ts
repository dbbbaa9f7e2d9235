import type { Client } from '@temporalio/client';
import { accountWorkflowId } from '../plan/recorded-names.ts';
import type { RunEntry } from '../store/index.ts';

/** Events in the histories of runs and of the accounts that they share. */
export async function eventsOf(client: Client, runs: readonly RunEntry[]): Promise<number> {
  const accounts = new Set(runs.map((run) => accountWorkflowId(run.account)));
  const ids = [...runs.map((run) => run.workflowId), ...accounts];
  const counts = await Promise.all(ids.map((id) => countEvents(client, id)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Over every execution that a workflow was continued as. */
async function countEvents(client: Client, workflowId: string): Promise<number> {
  let events = 0;
  let runId: string | undefined;
  do {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const found = history.events ?? [];
    events += found.length;
    // The newest execution comes first; each names the one before it.
    runId = found[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId !== undefined);
  return events;
}
