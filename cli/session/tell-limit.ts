import type { Client } from '@temporalio/client';
import { accountWorkflowId, SIGNAL_LIMIT } from '../../plan/recorded-names.ts';
import type { Announced } from './account-session.ts';

/** Tells the account, where it is at work, the limit that is written down now; one that starts later reads it anyway. */
export async function tellLimit(client: Client, { id, limit }: Announced): Promise<void> {
  try {
    await client.workflow.getHandle(accountWorkflowId(id)).signal(SIGNAL_LIMIT, { limit });
  } catch (error) {
    if (!(error instanceof Error && error.name === 'WorkflowNotFoundError')) throw error;
  }
}
