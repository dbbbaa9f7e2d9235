import type { NodeInput } from '../plan/activity.ts';
import type { FileOutcome } from '../plan/outcome.ts';
import type { MakeRecord } from '../plan/record.ts';
import { fetchAgain } from './fetch.ts';
import { fileTrouble } from './file-trouble.ts';
import { saveFree } from './free-make.ts';
import { nodeRequest } from './node-request.ts';
import { beating } from './pulse.ts';
import { restoreMake } from './restore-make.ts';
import { openScene, type Scene } from './scene.ts';
import { takeOf } from './takes.ts';
import type { Account, World } from './world.ts';

/**
 * Brings back, for $0, a file that is made already: from the store, or from its task's living link.
 * Safe to repeat because only the very bytes that were recorded are taken, and the first record stands.
 */
export async function restore(world: World, input: NodeInput): Promise<FileOutcome> {
  return beating(world.pulse(), () => bringBack(world, input).catch((error) => fileTrouble(world, error)));
}

async function bringBack(world: World, input: NodeInput): Promise<FileOutcome> {
  const scene = await openScene(world, input.place, input.node);
  if (scene === undefined) return { kind: 'paused', code: 'STORE_UNREADABLE' };
  const account = await world.accountOf(input.place.account);
  if (account === undefined) return { kind: 'paused', code: 'KEY_REFUSED' };
  const { store } = scene;
  const known = (await takeOf(scene, input.node)) ?? (await fromLock(world, scene, account));
  if (known === undefined) return { kind: 'blocked', code: 'LINK_DEAD' };
  if (scene.node.kind === 'fetch' && !(await store.media.has(known.sha256))) {
    const fetched = await fetchAgain(world, scene, account.api, known.sha256);
    if (!fetched.ok) return fetched.outcome;
  }
  const file = await restoreMake(world, store, account, known);
  if (file.kind !== 'here') return file;
  return saveFree(world, scene, underNode(scene, known));
}

/** A renamed node's make is taken over under its new name. */
function underNode({ store, plan, node }: Scene, make: MakeRecord): MakeRecord {
  return { ...make, node: node.id, step: node.step, file: store.renders.fileOf(plan.pipeline, node.id, make.media) };
}

/** A make that only the lock file knows: the store was lost, or this is another checkout. */
async function fromLock(world: World, scene: Scene, account: Account): Promise<MakeRecord | undefined> {
  const { store, plan, node, decision } = scene;
  const makes = (await store.lock.read(plan)).makes.get(node.id) ?? [];
  const make = makes.find(
    (one) => one.realm === store.realm && one.identity === decision.identity && one.generation === decision.generation,
  );
  if (make === undefined) return undefined;
  const wanted = await nodeRequest(world, scene, account.api);
  const request = wanted.ok && wanted.identity === make.identity ? wanted.request : null;
  return {
    ...{ ...make, version: 1, pipeline: plan.pipeline, node: node.id, run: '', request, linkEndsAt: '' },
    file: store.renders.fileOf(plan.pipeline, node.id, make.media),
  };
}
