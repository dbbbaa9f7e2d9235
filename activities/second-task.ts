import type { TaskOutcome } from '../plan/outcome.ts';
import { type OpenClaim, type ProjectStore, secondTaskOf, twinOf } from '../store/index.ts';
import { provenTasks } from './called-tasks.ts';
import type { Account, World } from './world.ts';

/** A claim that paid for a task, and who can say what the vendor made of it. */
export type PaidBy = {
  readonly world: World;
  readonly store: ProjectStore;
  readonly account: Account;
  readonly paid: OpenClaim;
};

/**
 * The second task that the vendor made for a claim, beside the one that is followed: named by its own answer, or called
 * back and proven. undefined: there is none, or nobody has named it. Throws StoreError.
 */
export async function secondTask({ world, store, account, paid }: PaidBy): Promise<string | undefined> {
  const { ref, claim, created } = paid;
  if (created === undefined) return undefined;
  const twin = await twinOf(store, claim.account, ref);
  if (twin === undefined) return undefined;
  const named = secondTaskOf(twin, created.task);
  if (named !== undefined || claim.account !== account.id) return named;
  for await (const task of provenTasks({ world, store, account, ref, claim })) {
    if (task !== created.task) return task;
  }
  return undefined;
}

/** True if a file of the task is to be had now. */
export async function hasFile({ provider }: Account, task: string): Promise<boolean> {
  const answer = await provider.status(task);
  return answer.kind === 'task' && answer.view.state === 'completed' && answer.view.urls.length > 0;
}

type Ended<T> = { readonly outcome: T; readonly message?: string };

/**
 * What became of a claim whose task has ended without a file: the node is not made again while the second task of the
 * same payment may bring one. `follow` follows that one; nothing is proven of one that cannot be found.
 */
export async function withSecond<T extends Ended<TaskOutcome>>(
  first: T,
  of: PaidBy | undefined,
  follow: (second: string) => Promise<T>,
): Promise<T | Ended<TaskOutcome>> {
  const { outcome } = first;
  const isUnmade = outcome.kind === 'cancelled' || outcome.kind === 'failed';
  if (!isUnmade || outcome.cost !== 0 || of === undefined) return first;
  const second = await secondTask(of);
  if (second === undefined) return first;
  const other = await follow(second);
  switch (other.outcome.kind) {
    case 'failed':
    case 'cancelled':
      return other.outcome.cost === 0 ? first : { ...first, outcome: withoutAnother(outcome, other.outcome.cost) };
    case 'unsure':
      return { ...first, outcome: withoutAnother(outcome, 0) };
    default:
      return other;
  }
}

/** Another task is not made by itself where one was billed, or may be there. */
function withoutAnother(
  end: Extract<TaskOutcome, { kind: 'failed' | 'cancelled' }>,
  cost: number,
): Extract<TaskOutcome, { kind: 'failed' | 'cancelled' }> {
  return end.kind === 'failed' ? { ...end, cost, again: false } : { ...end, cost };
}
