import type { SubmitInput } from '../plan/activity.ts';
import type { FailureCode } from '../plan/failures.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import { StoreError } from '../store/index.ts';
import type { Job } from './job.ts';
import { openScene } from './scene.ts';
import type { World } from './world.ts';

/** A node's plan and account, or why the account has to pause before anything can be said. */
export async function openJob(
  world: World,
  input: SubmitInput,
): Promise<{ readonly job: Job } | { readonly outcome: SubmitOutcome }> {
  const scene = await openScene(world, input.place, input.node);
  if (scene === undefined) return { outcome: paused(input, 'STORE_UNREADABLE') };
  const account = await world.accountOf(input.place.account);
  if (account === undefined) return { outcome: paused(input, 'KEY_REFUSED') };
  return { job: { world, scene, account, input } };
}

/** A store that cannot be read or written pauses the account: nothing is paid, and nothing is lost. */
export function storeTrouble(world: World, input: SubmitInput, error: unknown): SubmitOutcome {
  if (!(error instanceof StoreError)) throw error;
  world.log('warn', 'the store refuses', { place: error.place, message: error.message });
  return paused(input, error.code === 'UNWRITABLE' ? 'DISK_FULL' : 'STORE_UNREADABLE');
}

function paused({ attempt, generation }: SubmitInput, code: FailureCode): SubmitOutcome {
  return { attempt, generation, kind: 'account', code };
}
