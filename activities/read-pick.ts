import type { PickOutcome } from '../plan/outcome.ts';
import { answerFor, groupsIn, type Take, verdictOf } from '../plan/picks.ts';
import type { Place } from '../plan/place.ts';
import { openScene } from './scene.ts';
import { takeOf } from './takes.ts';
import type { World } from './world.ts';

/**
 * Looks for a standing answer to a pick: it counts while the files that it names are those of today. With `first`,
 * where there is none, it writes down the first candidates as one.
 * Safe to repeat because it reads, and what it wrote it finds as the answer that stands.
 */
export async function readPick(
  world: World,
  input: { readonly place: Place; readonly node: number; readonly done: readonly number[]; readonly first?: number },
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
  const answer = answerFor(answers, { step: node.step, group: node.key, groups: groupsIn(plan) }, today);
  const verdict = answer === undefined ? undefined : verdictOf(answer, today);
  const named = verdict?.kind === 'holds' ? verdict.chosen : [];
  const chosen = named.flatMap((id) => today.find((take) => take.node === id)?.index ?? []);
  if (named.length > 0 && chosen.length === (node.pick?.choose ?? 1)) return { kind: 'picked', chosen };
  if (input.first === undefined) return { kind: 'asking' };
  const taken = today.slice(0, input.first);
  const takes = (some: typeof today) => some.map(({ index: _index, ...take }) => take);
  const written = { step: node.step, group: node.key, chosen: takes(taken), candidates: takes(today) };
  // An answer that cannot be written counts all the same; the next run will ask again.
  await store.picks.answer(plan, written).catch((error: unknown) => {
    world.log('warn', 'the answer cannot be written', { node: node.id, error: String(error) });
  });
  return { kind: 'picked', chosen: taken.map(({ index }) => index) };
}
