import { z } from 'zod';
import { type ExpectedEnd, expectedEnd, type RenderTimes, withTime } from '../plan/render-times.ts';
import type { Request } from '../plan/request.ts';
import type { ProjectStore } from '../store/index.ts';
import { bytesOf, getDocument } from '../store/json-object.ts';
import { segment } from '../store/object-store.ts';
import { notedRequest } from './request-note.ts';
import type { PaidClaim } from './settle-task.ts';
import type { Account, World } from './world.ts';

/** Times by `<store>/<key>`, as far as this process has asked for them; `unsaved`: the store does not have all of them. */
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
    return await timesAt(world, found.store, keyOf(account, request));
  } catch {
    return NOTHING;
  }
}

async function timesAt(world: World, store: ProjectStore, key: string): Promise<TaskTimes> {
  const name = `${store.id}/${key}`;
  // Put before it is read, so that tasks which begin together learn into one.
  const reading = world.renderTimes.get(name) ?? read(store, key);
  world.renderTimes.set(name, reading);
  const known = await reading;
  if (known.unsaved) {
    known.unsaved = false;
    await store.objects.put(key, bytesOf({ version: 1, ms: known.times }));
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
async function read(store: ProjectStore, key: string): Promise<Kept> {
  const found = await getDocument(store.objects, key, document).catch(() => undefined);
  return { times: found?.ms ?? [], unsaved: false };
}

/** `times/<account>/<model>,<resolution>,<seconds>`. */
function keyOf(account: Account, { model, resolution, duration }: Request): string {
  return `times/${segment(account.id)}/${segment([model, resolution, duration].join(','))}`;
}

const document = z.object({ version: z.literal(1), ms: z.array(z.number().int().positive()) });
