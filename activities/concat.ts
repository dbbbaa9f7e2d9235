import { reelInputs, resolveNode } from '../expressions/index.ts';
import type { NodeInput, ReadonlyPicks } from '../plan/activity.ts';
import { CONCAT_RECIPE, localIdentity } from '../plan/identity.ts';
import type { FileOutcome } from '../plan/outcome.ts';
import { fileTrouble } from './file-trouble.ts';
import { filmPieces } from './film.ts';
import { localRecord, saveFree } from './free-make.ts';
import { joinPieces } from './join-pieces.ts';
import { beating } from './pulse.ts';
import { sayWhy } from './say-why.ts';
import { openScene, type Scene } from './scene.ts';
import { takesAround } from './takes.ts';
import type { World } from './world.ts';

type ReelInput = NodeInput & { readonly chosen: ReadonlyPicks; readonly unwanted?: readonly number[] };

/**
 * Joins videos into one film, losslessly and on this machine, $0.
 * Safe to repeat because the same parts give the same bytes, which are stored by their sha256 under an identity that
 * is computed from the parts.
 */
export async function concat(world: World, input: ReelInput): Promise<FileOutcome> {
  return beating(world.pulse(), async () => {
    const scene = await openScene(world, input.place, input.node);
    if (scene === undefined) return { kind: 'paused', code: 'STORE_UNREADABLE' };
    return join(world, scene, input).catch((error: unknown) => fileTrouble(world, error));
  });
}

async function join(world: World, scene: Scene, input: ReelInput): Promise<FileOutcome> {
  const { store, plan, node } = scene;
  const takes = await store.records.all(plan.pipeline);
  const made = resolveNode({
    ...{ plan, index: input.node, takes },
    takeOf: await takesAround(scene, input.chosen, input.unwanted),
    chosen: (pick) => input.chosen[String(pick)],
  });
  if (made.kind !== 'reel') return unusable(world, scene, made.kind === 'wrong' ? made.message : 'it is no reel');
  const { parts } = made;
  const inputs = reelInputs(parts);
  const sources = parts.map(({ take }) => take.sha256);
  const identity = localIdentity(CONCAT_RECIPE, inputs, world.sha256hex);
  const known = (await store.records.of(plan.pipeline, node.id)).find((record) => record.identity === identity);
  if (known !== undefined && (await store.media.path(known.sha256)) !== undefined) {
    return saveFree(world, scene, { ...known, generation: input.generation });
  }
  const account = await world.accountOf(scene.place.account);
  const film = await filmPieces({ world, store, account, takes }, parts);
  if (!film.ok && film.why === 'gone') return { kind: 'blocked', code: 'LINK_DEAD' };
  if (!film.ok) return unusable(world, scene, film.message);
  const joined = await joinPieces(store, node.id, film.pieces);
  if (!joined.ok) return unusable(world, scene, joined.message);
  const { sha256, bytes, seconds, width, height } = joined;
  const file = { identity, sources, sha256, bytes, seconds, width, height };
  return saveFree(world, scene, localRecord(world, scene, input, file));
}

async function unusable(world: World, scene: Scene, message: string): Promise<FileOutcome> {
  await sayWhy(world, scene, 'FILE_UNUSABLE', `the videos cannot be joined: ${message}`);
  return { kind: 'failed', code: 'FILE_UNUSABLE', cost: 0, again: false };
}
