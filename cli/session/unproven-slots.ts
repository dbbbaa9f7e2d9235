import type { Client } from '@temporalio/client';
import type { AccountView } from '../../plan/account-view.ts';
import type { RunView } from '../../plan/run-view.ts';
import type { Unproven } from '../live/index.ts';
import { askAccount } from './ask-account.ts';

/**
 * What holds every slot of the account where a run has shots ready and nothing of it moves: claims that nobody can
 * prove, its own and those of runs before it. undefined: something else goes on, or will.
 */
export async function unprovenSlots(client: Client, account: string, view: RunView): Promise<Unproven | undefined> {
  if (!waitsForSlots(view)) return undefined;
  const seen = await askAccount(client, account);
  return seen === undefined ? undefined : unprovenOf(seen);
}

export function unprovenOf({ effective, paused, counting, holders }: AccountView): Unproven | undefined {
  if (paused !== undefined || counting || effective === 0) return undefined;
  const found = holders.map(({ id, held, unsure }) => ({ id, slots: Math.min(held, unsure.length) }));
  const slots = found.reduce((sum, one) => sum + one.slots, 0);
  if (slots < effective) return undefined;
  const stems = found.filter((one) => one.slots > 0).map(({ id }) => id.slice(id.lastIndexOf('/') + 1));
  return { slots, runs: [...new Set(stems)] };
}

function waitsForSlots({ loaded, over, paused, counts, slots }: RunView): boolean {
  if (!loaded || over || paused !== undefined || (counts.ready ?? 0) === 0) return false;
  return slots.held <= (counts.unsure ?? 0);
}
