import { ApplicationFailure } from '@temporalio/common';
import type { Place } from '../plan/place.ts';
import type { SkeletonPart } from '../plan/skeleton.ts';
import { skeletonPart } from '../plan/skeleton-part.ts';
import { openPlan } from './scene.ts';
import type { World } from './world.ts';

/** Hands a plan's skeleton over in parts below the engine's limit. Safe to repeat because it only reads. */
export async function loadPlan(
  world: World,
  input: { readonly place: Place; readonly from: number },
): Promise<SkeletonPart> {
  const opened = await openPlan(world, input.place);
  if (opened === undefined)
    throw ApplicationFailure.nonRetryable('the store does not hold this plan', 'STORE_UNREADABLE');
  const account = await world.accountOf(input.place.account);
  return skeletonPart(opened.plan, opened.decisions, input.from, account?.counts);
}
