import type { TaskInput } from '../plan/activity.ts';
import type { TaskOutcome } from '../plan/outcome.ts';
import { TIMING } from '../plan/timing.ts';
import { withoutTokens } from './callback-token.ts';
import { createEndJudge } from './end-judge.ts';
import { type HintPause, hintPause } from './hint-pause.ts';
import { pollPace } from './poll-pace.ts';
import type { StatusAnswer, TaskView } from './providers/provider.ts';
import { beating } from './pulse.ts';
import { NOTHING, type TaskTimes, timesOfTask } from './render-times.ts';
import { withSecond } from './second-task.ts';
import { believedCost, paidClaim, settleTask } from './settle-task.ts';
import type { Account, World } from './world.ts';

/**
 * Follows an accepted task to its end. No time of ours turns into *failed*: a late task is followed slowly.
 * Safe to repeat because it only asks; its input is the task id, so any attempt goes on where the last one was. Only a
 * confirmed end is written down, and that is put-if-absent.
 */
export async function awaitTask(world: World, input: TaskInput): Promise<TaskOutcome> {
  return beating(world.pulse(), async () => {
    const account = await world.accountOf(input.place.account);
    if (account === undefined) return { kind: 'account', code: 'KEY_REFUSED' };
    // Read while the task renders: when it has ended, its slot waits for nothing but this answer.
    const claim = paidClaim(world, input);
    claim.catch(() => undefined);
    const times = timesOfTask(world, account, claim);
    const pause = await hintPause(world, account, input);
    const followed = async () => {
      const first = await follow(world, account, input, { pause, times });
      const found = await claim.catch(() => undefined);
      // What the second task of a payment took says nothing of others.
      return withSecond(first, found && { world, account, ...found }, (task) =>
        follow(world, account, { ...input, task }, { pause, times: Promise.resolve(NOTHING) }),
      );
    };
    const { outcome, message } = await followed().finally(() => pause.close());
    switch (outcome.kind) {
      case 'failed':
      case 'cancelled':
        return settleTask(world, input, outcome, message);
      case 'completed':
        return { kind: 'completed', cost: believedCost(outcome.cost, await claim) };
      default:
        return outcome;
    }
  });
}

/** `message`: what the vendor said at the end; it stands in the store, not in the history. */
type Followed = { readonly outcome: TaskOutcome; readonly message?: string };

async function follow(
  world: World,
  first: Account,
  input: TaskInput,
  { pause, times }: { readonly pause: HintPause; readonly times: Promise<TaskTimes> },
): Promise<Followed> {
  let account = first;
  const { cancelled } = world.pulse();
  const pace = pollPace(account, world.random);
  const judge = createEndJudge({ account, clock: world.clock, acceptedAtMs: input.acceptedAtMs });
  const stop = createStop(world, input);
  let called = false;
  let pausedMs = 0;
  for (;;) {
    const answer = await account.provider.status(input.task, cancelled);
    cancelled.throwIfAborted();
    const end = judge.hear(answer);
    const elapsedMs = world.clock.wallMs() - input.acceptedAtMs;
    if (end !== undefined) {
      // It ended somewhere in the last pause.
      if (end.kind === 'completed') (await times).learn((elapsedMs - pausedMs / 2) * account.speed);
      return { outcome: end, message: wordsOf(answer) };
    }
    if (answer.kind === 'task') {
      const news = newsOf(answer.view, account, input);
      if (news !== undefined) return { outcome: news };
      const stopped = await stop(answer.view, account);
      if (stopped !== undefined) return { outcome: stopped };
    } else {
      // A client whose settings or key were changed is closed: the wait goes on with the new one.
      account = (await world.accountOf(input.place.account)) ?? account;
    }
    const { expected } = await times;
    const isAwaited = account.counts !== 'queued' || input.processing === true;
    const paceMs = input.late ? pace.slow() : pace.next(elapsedMs, isAwaited ? expected : undefined);
    const waitMs = judge.askAgainInMs() ?? (called ? Math.min(paceMs, pace.echo()) : paceMs);
    // A vendor that is busy is left in peace, whatever is called back.
    const beforeMs = world.clock.monotonicMs();
    called = await pause.wait(waitMs, busyMs(answer, world));
    pausedMs = called ? 0 : world.clock.monotonicMs() - beforeMs;
  }
}

/** The vendor's words at the end of a task, which people are shown. */
function wordsOf(answer: StatusAnswer): string {
  return answer.kind === 'task' ? withoutTokens(answer.view.errorMessage) : '';
}

/** Under `queued` a task that is seen processing has left the cap, which the run must hear once. */
function newsOf(view: TaskView, account: Account, input: TaskInput): TaskOutcome | undefined {
  if (account.counts !== 'queued' || input.processing === true || view.state !== 'processing') return undefined;
  return { kind: 'processing' };
}

/** At the end of its time, or of the run's, a task that still waits in the queue is cancelled; else it is late. */
function createStop(world: World, input: TaskInput) {
  let tries = 0;
  return async (view: TaskView, account: Account): Promise<TaskOutcome | undefined> => {
    const isOver = input.timeoutMs !== null && world.clock.wallMs() > input.acceptedAtMs + input.timeoutMs;
    if (!input.cancel && !isOver) return undefined;
    // Only a GET proves a cancel, so after asking the loop goes on; an unknown answer is worth another try.
    if (view.state === 'queued' && tries < MOST_CANCELS) {
      tries += 1;
      const answer = await account.provider.cancel(input.task);
      if (answer.kind !== 'too-late') return undefined;
      tries = MOST_CANCELS;
    }
    return isOver && !input.late && !input.cancel ? { kind: 'late' } : undefined;
  };
}

const MOST_CANCELS = 3;

function busyMs(answer: StatusAnswer, world: World): number {
  if (answer.kind !== 'busy' || answer.untilMs === null) return 0;
  return Math.min(TIMING.refusedMostMs, answer.untilMs - world.clock.wallMs());
}
