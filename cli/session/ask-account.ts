import type { Client } from '@temporalio/client';
import type { AccountView } from '../../plan/account-view.ts';
import { accountWorkflowId, QUERY_ACCOUNT } from '../../plan/recorded-names.ts';
import { askAgain } from './ask-again.ts';

/** Who holds what of an account; undefined where it is not at work: no run has ever asked it for a slot. */
export async function askAccount(client: Client, account: string): Promise<AccountView | undefined> {
  try {
    const handle = client.workflow.getHandle(accountWorkflowId(account));
    return await askAgain(() => handle.query<AccountView>(QUERY_ACCOUNT));
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return undefined;
    throw error;
  }
}
