/** Names that stand in histories: for ever, chosen by hand, here and nowhere else. */
export const WORKFLOW_RUN = 'run';
export const WORKFLOW_ACCOUNT = 'account';

export const SIGNAL_LEASE = 'lease';
export const SIGNAL_DEMAND = 'demand';
/** To a run: cancel it (acknowledged by the next `progress`). */
export const SIGNAL_CANCEL = 'cancel';
/** To a run: something in the store or the files changed (an answer, a resolution, a key); look again. */
export const SIGNAL_WAKE = 'wake';
/** To an open run: try these failed nodes again. */
export const SIGNAL_RETRY = 'retry';
/** To an account: `{limit}`. */
export const SIGNAL_LIMIT = 'limit';
/** To an account: a person's order, an AccountOrder of plan/account. */
export const SIGNAL_ORDER = 'order';

export const QUERY_PROGRESS = 'progress';
export const QUERY_ACCOUNT = 'account';
/** A workflow's answer to a query where it cannot know how it stands; ask again. */
export const UNCERTAIN = 'how it stands is not certain: ask again';

export const TASK_QUEUE = 'dailies';

/** One open run per pipeline file and store. */
export function runWorkflowId(store: string, pipeline: string): string {
  return `run/${store}/${pipeline}`;
}

/** One entity per account. */
export function accountWorkflowId(account: string): string {
  return `account/${account}`;
}
