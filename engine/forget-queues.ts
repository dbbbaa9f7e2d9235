import type { Connection } from '@temporalio/client';

/** More runs than any engine of one user has open; whoever is beyond waits for the time-out of his queue. */
const MOST = 1_000;
const AT_ONCE = 20;

/**
 * Has the server forget in which worker's memory each open workflow lived: that worker is dead, and each next decision
 * would wait a second at its queue before anybody else gets it. What a workflow decides does not depend on it.
 */
export async function forgetQueues(connection: Pick<Connection, 'workflowService'>, namespace: string): Promise<void> {
  const { workflowService } = connection;
  const { executions } = await workflowService.listWorkflowExecutions({
    namespace,
    query: "ExecutionStatus = 'Running'",
    pageSize: MOST,
  });
  const waiting = (executions ?? []).flatMap(({ execution }) => execution ?? []);
  const work = async () => {
    for (let execution = waiting.shift(); execution !== undefined; execution = waiting.shift()) {
      // One that has ended meanwhile has no queue.
      await workflowService.resetStickyTaskQueue({ namespace, execution }).catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
