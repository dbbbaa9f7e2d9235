import type { ApiProfile } from '../plan/api-profile.ts';
import type { FailureCode } from '../plan/failures.ts';
import type { TaskOutcome } from '../plan/outcome.ts';
import { TIMING } from '../plan/timing.ts';
import { failedTask } from './failed-task.ts';
import type { StatusAnswer, TaskView } from './providers/provider.ts';
import type { Account, Clock } from './world.ts';

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
  const patienceMs = TIMING.senselessMs / account.speed;
  // Since when each kind of doubt stands; only an answer with sense in it ends them, not one with another doubt.
  const first = new Map<Doubt, number>();
  let last: Doubt | undefined;
  const since = (what: Doubt): number => {
    const nowMs = clock.monotonicMs();
    last = what;
    const atMs = first.get(what) ?? nowMs;
    first.set(what, atMs);
    return nowMs - atMs;
  };
  const senseless = (): TaskOutcome | undefined =>
    since('senseless') < patienceMs ? undefined : { kind: 'unsure', code: 'TASK_UNREADABLE' };

  function ofView(view: TaskView): TaskOutcome | undefined {
    switch (view.state) {
      case 'queued':
      case 'processing':
        first.clear();
        last = undefined;
        return undefined;
      case 'completed':
        if (view.urls.length > 0) return { kind: 'completed', cost: wholeCost(view) };
        // The vendor refunds a completed task without a video; the link may also just be a moment late.
        return since('no-video') < confirmMs ? undefined : unmade(view, 'NO_VIDEO', true);
      case 'failed':
        return since('failed') < confirmMs ? undefined : failed(view, account.api);
      case 'cancelled':
        return { kind: 'cancelled', ...refundOf(view) };
      case 'unknown':
        return senseless();
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
          return senseless();
        case 'busy':
        case 'unreachable': {
          // The network may be away for a night; but when a task's life is over, and nobody answers still, a person must look.
          const awayMs = since('away');
          const isOver = clock.wallMs() > acceptedAtMs + account.api.taskLifeMs;
          return isOver && awayMs >= patienceMs ? { kind: 'unsure', code: 'TASK_UNREADABLE' } : undefined;
        }
        default: {
          const never: never = answer;
          return never;
        }
      }
    },
    askAgainInMs: () => (last !== undefined && PROVEN_TWICE.has(last) ? confirmMs : undefined),
  };
}

/** What an answer may say that is no end yet. */
type Doubt = 'failed' | 'no-video' | 'missing' | 'senseless' | 'away';
/** Ends when a second answer, far enough apart, says the same. */
const PROVEN_TWICE: ReadonlySet<Doubt> = new Set(['failed', 'no-video', 'missing']);

/** Why the vendor failed a task, and what it cost. */
export function failed(view: TaskView, api: ApiProfile): FailedTask {
  const { code, again } = failedTask(view, api);
  return unmade(view, code, again);
}

/** A task without a video that is billed all the same is not made again by itself: that would be paying twice. */
export function unmade(view: TaskView, code: FailureCode, again: boolean): FailedTask {
  const refund = refundOf(view);
  return { kind: 'failed', code, ...refund, again: again && refund.cost === 0 };
}

type FailedTask = Extract<TaskOutcome, { kind: 'failed' }>;

/** What a task without a video cost; where the vendor names nothing its refund is assumed. */
function refundOf({ cost }: TaskView): { readonly cost: number; readonly assumed?: true } {
  return cost === null ? { cost: 0, assumed: true } : { cost };
}

/** The cost as a whole number of units; null: not named, or no number that anybody could be billed. */
function wholeCost(view: TaskView): number | null {
  return view.cost !== null && Number.isSafeInteger(view.cost) && view.cost >= 0 ? view.cost : null;
}
