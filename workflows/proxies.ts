import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../plan/activity.ts';
import { TIMING } from '../plan/timing.ts';

const retry = { initialInterval: TIMING.retryFirstMs, maximumInterval: TIMING.retryMostMs, backoffCoefficient: 2 };
const heartbeatTimeout = TIMING.heartbeatTimeoutMs;
// A wait ends at once: the next execution takes it up from the state.
const cancellationType = ActivityCancellationType.TRY_CANCEL;

/** One attempt: a submit that is lost is recovered, never repeated. */
export const { submit } = proxyActivities<Activities>({
  startToCloseTimeout: TIMING.submitTimeoutMs,
  heartbeatTimeout,
  retry: { maximumAttempts: 1 },
});

/** Must be answered before an execution ends. */
export const { recover } = proxyActivities<Activities>({
  startToCloseTimeout: TIMING.recoverTimeoutMs,
  heartbeatTimeout,
  retry,
});

/** Take milliseconds, and send no heartbeat. */
export const { ensureAccount, evaluateCondition, loadPlan, readApproval, readPick } = proxyActivities<Activities>({
  startToCloseTimeout: TIMING.quickTimeoutMs,
  retry,
});

/** Last as long as a task does. */
export const { awaitTask, awaitResolution } = proxyActivities<Activities>({
  startToCloseTimeout: TIMING.waitTimeoutMs,
  heartbeatTimeout,
  cancellationType,
  // A worker that was killed is replaced at once: a wait costs nothing to begin again.
  retry: { ...retry, backoffCoefficient: 1 },
});

/** Move files. */
export const { download, fetch, restore } = proxyActivities<Activities>({
  startToCloseTimeout: TIMING.downloadTimeoutMs,
  heartbeatTimeout,
  cancellationType,
  retry,
});

export const { concat } = proxyActivities<Activities>({
  startToCloseTimeout: TIMING.concatTimeoutMs,
  heartbeatTimeout,
  cancellationType,
  retry,
});

export const { saveRecord } = proxyActivities<Activities>({
  startToCloseTimeout: TIMING.storeTimeoutMs,
  heartbeatTimeout,
  cancellationType,
  retry,
});

/** One GET or two; asked again by the machine, more and more slowly. */
export const { checkAccount } = proxyActivities<Activities>({
  startToCloseTimeout: TIMING.checkTimeoutMs,
  heartbeatTimeout,
  cancellationType,
  retry: { ...retry, maximumAttempts: 3 },
});

/** Ask about many tasks, one after the other. */
export const { recheck, census, sweep } = proxyActivities<Activities>({
  startToCloseTimeout: TIMING.roundTimeoutMs,
  heartbeatTimeout,
  cancellationType,
  retry,
});
