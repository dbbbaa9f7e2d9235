import type { SubmitInput } from '../plan/activity.ts';
import type { FailureCode } from '../plan/failures.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
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

function paused({ attempt, generation }: SubmitInput, code: FailureCode): SubmitOutcome {
  return { attempt, generation, kind: 'account', code };
}
