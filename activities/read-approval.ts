import { standingApproval } from '../plan/approvals.ts';
import type { ApprovalOutcome } from '../plan/outcome.ts';
import type { Place } from '../plan/place.ts';
import { openScene } from './scene.ts';
import { takeOf } from './takes.ts';
import type { World } from './world.ts';

/**
 * Looks for a standing answer to an approve: it counts while the files that were shown are those of today.
 * Safe to repeat because it only reads.
 */
export async function readApproval(
  world: World,
  input: { readonly place: Place; readonly node: number; readonly shown: readonly number[] },
): Promise<ApprovalOutcome> {
  const scene = await openScene(world, input.place, input.node);
  if (scene === undefined) return { kind: 'asking' };
  const { store, plan, node } = scene;
  const today = [];
  for (const index of input.shown) {
    const shown = plan.nodes[index];
    const sha256 = (await takeOf(scene, index))?.sha256;
    if (shown !== undefined) today.push({ node: shown.id, ...(sha256 === undefined ? {} : { sha256 }) });
  }
  const standing = standingApproval(await store.picks.approvals(plan), { step: node.step, group: node.key }, today);
  return standing.kind === 'holds' ? { kind: standing.answer } : { kind: 'asking' };
}
