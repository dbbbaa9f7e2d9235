import { rm } from 'node:fs/promises';
import { reelInputs, resolveNode } from '../expressions/index.ts';
import { joinVideos, type Measured, measure } from '../media/index.ts';
import type { NodeInput, ReadonlyPicks } from '../plan/activity.ts';
import { CONCAT_RECIPE, localIdentity } from '../plan/identity.ts';
import type { FileOutcome } from '../plan/outcome.ts';
import type { MakeRecord } from '../plan/record.ts';
import { runWorkflowId } from '../plan/recorded-names.ts';
import { hashOfFile } from '../store/file-hash.ts';
import { fileTrouble } from './file-trouble.ts';
import { filmPieces } from './film.ts';
import { nudgeLock } from './nudge-lock.ts';
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
    return finish(world, scene, { ...known, generation: input.generation });
  }
  const account = await world.accountOf(scene.place.account);
  const film = await filmPieces({ world, store, account, takes }, parts);
  if (!film.ok && film.why === 'gone') return { kind: 'blocked', code: 'LINK_DEAD' };
  if (!film.ok) return unusable(world, scene, film.message);
  const part = await store.media.part(`${node.id}.join.mp4`);
  try {
    const joined = await joinVideos(film.pieces, part);
    if (!joined.ok) return unusable(world, scene, joined.message);
    const measured = await measure(part);
    const sha256 = await hashOfFile(part);
    if (!measured.ok || sha256 === undefined) return unusable(world, scene, 'the joined film cannot be read');
    await store.media.add(part, sha256);
    return finish(world, scene, newRecord(world, scene, input, { identity, sources, measured, sha256 }));
  } finally {
    await rm(part, { force: true });
  }
}

type Made = {
  readonly identity: string;
  readonly sources: readonly string[];
  readonly measured: Measured;
  readonly sha256: string;
};

function newRecord(world: World, { place, store, plan, node }: Scene, input: NodeInput, made: Made): MakeRecord {
  const { measured } = made;
  return {
    ...{ version: 1, realm: store.realm, pipeline: plan.pipeline, node: node.id, step: node.step, kind: 'local' },
    ...{ identityVersion: 1, identity: made.identity, generation: input.generation, attempt: input.attempt },
    ...{ run: runWorkflowId(place.store, plan.pipeline), account: '', api: '', task: '', model: '', request: null },
    ...{ sources: made.sources, sha256: made.sha256, bytes: measured.bytes, seconds: measured.seconds },
    ...{ width: measured.width, height: measured.height, includesSource: false, cost: 0, costAssumed: false },
    ...{ madeAt: new Date(world.clock.wallMs()).toISOString(), linkEndsAt: '' },
    file: store.renders.fileOf(plan.pipeline, node.id),
  };
}

async function finish(world: World, { store, plan }: Scene, made: MakeRecord): Promise<FileOutcome> {
  const record = await store.records.put(made);
  await store.renders.show(record);
  nudgeLock(world, store, plan);
  return { kind: 'saved', sha256: record.sha256, seconds: record.seconds, cost: 0 };
}

async function unusable(world: World, scene: Scene, message: string): Promise<FileOutcome> {
  await sayWhy(world, scene, 'FILE_UNUSABLE', `the videos cannot be joined: ${message}`);
  return { kind: 'failed', code: 'FILE_UNUSABLE', cost: 0, again: false };
}
