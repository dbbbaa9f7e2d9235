import type { NodeInput } from '../plan/activity.ts';
import type { FileOutcome } from '../plan/outcome.ts';
import type { MakeRecord } from '../plan/record.ts';
import { runWorkflowId } from '../plan/recorded-names.ts';
import { nudgeLock } from './nudge-lock.ts';
import type { Scene } from './scene.ts';
import type { World } from './world.ts';

/** A file that this machine made or brought, as its record tells it. */
export type LocalFile = Pick<MakeRecord, 'identity' | 'sources' | 'sha256' | 'bytes' | 'seconds' | 'width' | 'height'> &
  Pick<Partial<MakeRecord>, 'media'>;

/** The record of a node that nobody is paid for. */
export function localRecord(
  world: World,
  { place, store, plan, node }: Scene,
  { generation, attempt }: NodeInput,
  file: LocalFile,
): MakeRecord {
  return {
    ...{ version: 1, realm: store.realm, pipeline: plan.pipeline, node: node.id, step: node.step, kind: 'local' },
    ...{ identityVersion: 1, generation, attempt, run: runWorkflowId(place.store, plan.pipeline) },
    ...{ account: '', api: '', task: '', model: '', request: null },
    ...file,
    ...{ includesSource: false, cost: 0, costAssumed: false },
    ...{ madeAt: new Date(world.clock.wallMs()).toISOString(), linkEndsAt: '' },
    file: store.renders.fileOf(plan.pipeline, node.id, file.media),
  };
}

/** Writes down, for $0, a make whose bytes are in the store, and shows it; the record that stands wins. */
export async function saveFree(world: World, scene: Scene, made: MakeRecord): Promise<FileOutcome> {
  const record = await scene.store.records.put(made);
  await showMake(world, scene, record);
  return { kind: 'saved', sha256: record.sha256, seconds: record.seconds, cost: 0 };
}

/** Puts a make's file where people look, and has the lock file tell of it. */
export async function showMake(world: World, { store, plan }: Scene, record: MakeRecord): Promise<void> {
  await store.renders.show(record);
  nudgeLock(world, store, plan);
}
