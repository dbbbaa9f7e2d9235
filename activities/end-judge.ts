import type { TaskOutcome } from '../plan/outcome.ts';
import { TIMING } from '../plan/timing.ts';
import { failedTask } from './failed-task.ts';
import type { StatusAnswer, TaskView } from './providers/provider.ts';
import type { Account, Clock } from './world.ts';

/** How long answers without meaning are borne before a person is asked. */
const PATIENCE_MS = 600_000;

type Options = { readonly account: Account; readonly clock: Clock; readonly acceptedAtMs: number };

/** Judges a task by its answers, one after the other: what is an end, and what only looks like one. */
export type EndJudge = {
  /** The end that is proven now, if any. */
  hear(answer: StatusAnswer): TaskOutcome | undefined;
  /** When an end that was told once should be asked for again; undefined: at the usual pace. */
  askAgainInMs(): number | undefined;
};

/**
 * *Completed* counts at once. *Failed* counts when two answers, far enough apart, say so without a bill; a task that is
 * not found or makes no sense is unsure after a while, never failed.
 */
export function createEndJudge({ account, clock, acceptedAtMs }: Options): EndJudge {
  const confirmMs = Math.ceil(TIMING.failedConfirmMs / account.speed);
  let told: { readonly what: string; readonly atMs: number } | undefined;
  const since = (what: string): number => {
    const nowMs = clock.monotonicMs();
    if (told?.what !== what) told = { what, atMs: nowMs };
    return nowMs - told.atMs;
  };

  function ofView(view: TaskView): TaskOutcome | undefined {
    switch (view.state) {
      case 'queued':
      case 'processing':
        told = undefined;
        return undefined;
      case 'completed':
        if (view.urls.length > 0) return { kind: 'completed', cost: wholeCost(view) };
        // The vendor refunds a completed task without a video; the link may also just be a moment late.
        return since('no-video') < confirmMs
          ? undefined
          : { kind: 'failed', code: 'NO_VIDEO', cost: 0, assumed: true, again: true };
      case 'failed':
        return since('failed') < confirmMs ? undefined : failed(view, account);
      case 'cancelled':
        return { kind: 'cancelled', ...refundOf(view) };
      case 'unknown':
        return since('unknown') < PATIENCE_MS / account.speed ? undefined : { kind: 'unsure', code: 'TASK_UNREADABLE' };
      default: {
        const never: never = view.state;
        return never;
      }
    }
  }

  return {
    hear(answer) {
      switch (answer.kind) {
        case 'task':
          return ofView(answer.view);
        case 'missing':
          // Right after acceptance it is the vendor's replication; later it must be missing for a while.
          if (clock.wallMs() - acceptedAtMs < TIMING.notFoundGraceMs) return undefined;
          return since('missing') < confirmMs ? undefined : { kind: 'unsure', code: 'TASK_LOST' };
        case 'key':
          return { kind: 'account', code: 'KEY_REFUSED' };
        case 'unreadable':
          return since('unreadable') < PATIENCE_MS / account.speed
            ? undefined
            : { kind: 'unsure', code: 'TASK_UNREADABLE' };
        case 'busy':
        case 'unreachable':
          return undefined;
        default: {
          const never: never = answer;
          return never;
        }
      }
    },
    askAgainInMs: () => (told === undefined || told.what === 'unknown' ? undefined : confirmMs),
  };
}

/** A failed task that is billed all the same is not made again by itself: that would be paying twice. */
function failed(view: TaskView, account: Account): TaskOutcome {
  const { code, again } = failedTask(view, account.api);
  const refund = refundOf(view);
  return { kind: 'failed', code, ...refund, again: again && refund.cost === 0 };
}

/** What a task without a video cost; where the vendor names nothing its refund is assumed. */
function refundOf({ cost }: TaskView): { readonly cost: number; readonly assumed?: true } {
  return cost === null ? { cost: 0, assumed: true } : { cost };
}

/** The cost as a whole number of units; null: not named, or no number that anybody could be billed. */
function wholeCost(view: TaskView): number | null {
  return view.cost !== null && Number.isSafeInteger(view.cost) && view.cost >= 0 ? view.cost : null;
}
