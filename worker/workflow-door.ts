import type { Engine } from '../activities/index.ts';
import type { connectClient } from '../engine/index.ts';
import type { AccountInput } from '../plan/account-view.ts';
import { accountWorkflowId, TASK_QUEUE, WORKFLOW_ACCOUNT } from '../plan/recorded-names.ts';
import { TIMING } from '../plan/timing.ts';

type Client = Awaited<ReturnType<typeof connectClient>>;
type Facts = { readonly client: Client; readonly inputOf: (account: string) => AccountInput };

/** What activities may ask of the engine: nothing else of the client reaches them. */
export function workflowDoor({ client, inputOf }: Facts): Engine {
  return {
    isOpen: async (key, workflowId) => {
      try {
        const { status, raw } = await client.workflow.getHandle(workflowId).describe();
        return status.name === 'RUNNING' && raw.workflowExecutionInfo?.firstRunId === key;
      } catch (error) {
        if (error instanceof Error && error.name === 'WorkflowNotFoundError') return false;
        throw error;
      }
    },
    startAccount: async (account) => {
      await client.workflow.start(WORKFLOW_ACCOUNT, {
        taskQueue: TASK_QUEUE,
        workflowId: accountWorkflowId(account),
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowTaskTimeout: TIMING.workflowTaskMs,
        args: [inputOf(account)],
      });
    },
  };
}
