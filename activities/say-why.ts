import type { FailureCode } from '../plan/failures.ts';
import { noteReason } from '../store/index.ts';
import { plainText } from './providers/plain-text.ts';
import type { Scene } from './scene.ts';
import type { World } from './world.ts';

/**
 * Says to people why a node goes no further here: in the worker's log, and in the store, from where status and report
 * tell it. Words never go into the history. Never fails: the code alone says enough where the disk is full.
 */
export async function sayWhy(world: World, scene: Scene, code: FailureCode, words: string): Promise<void> {
  const { store, plan, place, node } = scene;
  const message = plainText(words);
  world.log('warn', 'a node cannot be made as it is', { node: node.id, code, message });
  const of = { pipeline: plan.pipeline, decisions: place.decisions };
  await noteReason(store, of, { node: node.id, code, message, atMs: world.clock.wallMs() }).catch((error: unknown) => {
    world.log('warn', 'the reason could not be written', { node: node.id, error: String(error) });
  });
}
