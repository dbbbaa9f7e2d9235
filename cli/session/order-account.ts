import type { Client } from '@temporalio/client';
import type { AccountOrder } from '../../plan/account/index.ts';
import { accountWorkflowId, SIGNAL_ORDER } from '../../plan/recorded-names.ts';

/** Gives an account an order; false where it is not at work, so that there is nobody to hear it. */
export async function orderAccount(client: Client, account: string, order: AccountOrder): Promise<boolean> {
  try {
    await client.workflow.getHandle(accountWorkflowId(account)).signal(SIGNAL_ORDER, order);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return false;
    throw error;
  }
}
