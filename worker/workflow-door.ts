import type { Engine, Log } from '../activities/index.ts';
import type { connectClient } from '../engine/index.ts';
import type { AccountInput } from '../plan/account-view.ts';
import { accountWorkflowId, TASK_QUEUE, WORKFLOW_ACCOUNT } from '../plan/recorded-names.ts';
import { TIMING } from '../plan/timing.ts';

type Client = Awaited<ReturnType<typeof connectClient>>;
type Facts = {
  readonly client: Client;
  readonly inputOf: (account: string) => AccountInput;
  readonly log: Log;
};

/** A killed worker costs a try or two; more means that its code throws, or does not fit its history. */
const TRIES_MAX = 3;

/** What activities may ask of the engine: nothing else of the client reaches them. */
export function workflowDoor({ client, inputOf, log }: Facts): Engine {
  return {
    isOpen: async (key, workflowId) => {
      try {
        const { status, raw } = await client.workflow.getHandle(workflowId).describe();
        const tries = raw.pendingWorkflowTask?.attempt ?? 0;
        if (tries > TRIES_MAX) log('warn', 'a workflow cannot go on, and holds its slots', { workflowId, tries });
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
