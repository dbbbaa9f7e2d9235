import { type ClaimRef, type ProjectStore, twinOf } from '../store/index.ts';
import { attemptNamed } from './callback-attempts.ts';
import { noteCalledTasks } from './called-tasks.ts';
import { leaveHint } from './hint-store.ts';
import type { Hints } from './hints.ts';
import type { Log } from './world.ts';

export type HandOnOptions = {
  /** Every store whose attempts may be called back for; one that cannot be opened rejects. */
  readonly stores: () => Promise<readonly (() => Promise<ProjectStore>)[]>;
  readonly hints: Hints;
  readonly wallMs: () => number;
  readonly log: Log;
};

/** `handed-on`: done, or nothing to do any more; `not-now`: a store does not answer, the vendor may try again. */
export type HandedOn = 'handed-on' | 'unknown' | 'not-now';

/**
 * Hands a callback on to whoever waits: in this process at once, in another one through the store; where the attempt's
 * task is unknown, the tasks that it names are noted beside the claim. It decides nothing and asks the vendor nothing.
 */
export function createHandOn(options: HandOnOptions): (attempt: string, tasks: readonly string[]) => Promise<HandedOn> {
  return async (attempt, tasks) => {
    // The usual case goes past no disk: who holds a token may make us ask for a task, and more comes of no callback.
    if (tasks.some((task) => options.hints.tell(task))) return 'handed-on';
    let isSure = true;
    for (const open of await options.stores()) {
      try {
        const store = await open();
        const ref = await attemptNamed(store, attempt);
        if (ref !== undefined) return await handOn(options, store, ref, tasks);
      } catch (error) {
        isSure = false;
        options.log('warn', 'a callback could not be handed on', { error: String(error) });
      }
    }
    return isSure ? 'unknown' : 'not-now';
  };
}

async function handOn(
  { hints, wallMs }: HandOnOptions,
  store: ProjectStore,
  ref: ClaimRef,
  tasks: readonly string[],
): Promise<HandedOn> {
  const state = await store.claims.read(ref);
  if (state === undefined || state.claim.kind === 'void') return 'unknown';
  const { claim, created, settled } = state;
  // What was sent twice may have two tasks, and only the vendor can name the second one.
  const others = tasks.filter((task) => created !== undefined && task !== created.task);
  if (others.length > 0 && settled?.as !== 'made' && (await twinOf(store, claim.account, ref)) !== undefined) {
    await noteCalledTasks(store, ref, others, wallMs());
  }
  if (settled !== undefined) return 'handed-on';
  if (created === undefined) await noteCalledTasks(store, ref, tasks, wallMs());
  // The body may name anything: the attempt's own task is meant.
  else if (!hints.tell(created.task)) await leaveHint(store, claim.account, created.task);
  return 'handed-on';
}
