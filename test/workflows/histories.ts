import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import type { TestEngine } from './engine.ts';

/** Every execution of a run or an account, newest first, as it would be recorded. */
export async function historiesOf(engine: TestEngine, workflowId: string): Promise<string[]> {
  const found: string[] = [];
  for (let runId: string | undefined; ; ) {
    const history = await engine.client.workflow.getHandle(workflowId, runId).fetchHistory();
    found.push(historyToJSON(history));
    const before = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (!before) return found;
    runId = before;
  }
}

/** Replays a history; throws where the workflow would not do the same again. */
export async function replay(engine: TestEngine, history: string): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle: engine.bundle }, JSON.parse(history));
}
