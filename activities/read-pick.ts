import type { PickOutcome } from '../plan/outcome.ts';
import { answerFor, placeOfPick, type Take, verdictOf } from '../plan/picks.ts';
import type { Place } from '../plan/place.ts';
import { openScene } from './scene.ts';
import { takeOf } from './takes.ts';
import type { World } from './world.ts';

/**
 * Looks for a standing answer to a pick: it counts while the files that it names are those of today.
 * Safe to repeat because it only reads.
 */
export async function readPick(
  world: World,
  input: { readonly place: Place; readonly node: number; readonly done: readonly number[] },
): Promise<PickOutcome> {
  const scene = await openScene(world, input.place, input.node);
  if (scene === undefined) return { kind: 'asking' };
  const { store, plan, node } = scene;
  const answers = await store.picks.read(plan);
  const today: (Take & { readonly index: number })[] = [];
  for (const index of input.done) {
    const candidate = plan.nodes[index];
    const sha256 = (await takeOf(scene, index))?.sha256;
    if (candidate !== undefined) today.push({ index, node: candidate.id, ...(sha256 === undefined ? {} : { sha256 }) });
  }
  // The first answer that is there counts: a simulated run's own come before the committed ones.
  const answer = answerFor(answers, placeOfPick(plan, node), today);
  const verdict = answer === undefined ? undefined : verdictOf(answer, today);
  if (verdict?.kind !== 'holds') return { kind: 'asking' };
  const chosen = verdict.chosen.flatMap((id) => today.find((take) => take.node === id)?.index ?? []);
  return chosen.length === (node.pick?.choose ?? 1) ? { kind: 'picked', chosen } : { kind: 'asking' };
}
