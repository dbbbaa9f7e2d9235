import { kindOf } from '../plan/forecast/index.ts';
import { type ExpectedEnd, expectedEnd, type RenderTimes, withTime } from '../plan/render-times.ts';
import { type ProjectStore, putTimes, readTimes } from '../store/index.ts';
import { notedRequest } from './request-note.ts';
import type { PaidClaim } from './settle-task.ts';
import type { Account, World } from './world.ts';

/** Times by `<store>/<account>/<kind>`, as far as this process has asked for them; `unsaved`: the store does not have all of them. */
export type KnownTimes = Map<string, Promise<Kept>>;

type Kept = { times: RenderTimes; unsaved: boolean };

/** What is known of one task's kind; `NOTHING`: nothing, and nothing is learnt. */
export type TaskTimes = { readonly expected: ExpectedEnd | undefined; readonly learn: (tookMs: number) => void };

export const NOTHING: TaskTimes = { expected: undefined, learn: () => undefined };

/**
 * When a task will end, by what others of its model, resolution and seconds took at this account; `learn` takes in
 * what this one took (ms at the usual speed). Only a hint: what cannot be read or written is as if it were not known.
 * Learned times are written when the next task of the kind is followed, never while a slot waits.
 */
export async function timesOfTask(
  world: World,
  account: Account,
  claim: Promise<PaidClaim | undefined>,
): Promise<TaskTimes> {
  try {
    const found = await claim;
    const request = found && (await notedRequest(found.store, found.paid.ref.identity));
    if (found === undefined || request === undefined) return NOTHING;
    return await timesAt(world, found.store, account.id, kindOf(request));
  } catch {
    return NOTHING;
  }
}

async function timesAt(world: World, store: ProjectStore, account: string, kind: string): Promise<TaskTimes> {
  const name = `${store.id}/${account}/${kind}`;
  // Put before it is read, so that tasks which begin together learn into one.
  const reading = world.renderTimes.get(name) ?? read(store, account, kind);
  world.renderTimes.set(name, reading);
  const known = await reading;
  if (known.unsaved) {
    known.unsaved = false;
    await putTimes(store, account, kind, known.times);
  }
  return {
    expected: expectedEnd(known.times),
    learn: (tookMs) => {
      // A wall clock that was set back.
      if (tookMs < 1) return;
      known.times = withTime(known.times, tookMs);
      known.unsaved = true;
    },
  };
}

/** What cannot be read is begun anew. */
async function read(store: ProjectStore, account: string, kind: string): Promise<Kept> {
  return { times: await readTimes(store, account, kind).catch(() => []), unsaved: false };
}
