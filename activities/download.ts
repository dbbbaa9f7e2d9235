import type { NodeInput } from '../plan/activity.ts';
import type { FileOutcome } from '../plan/outcome.ts';
import { claimOfTask } from './claim-of-task.ts';
import { giveWay } from './give-way.ts';
import { nudgeLock } from './nudge-lock.ts';
import { beating } from './pulse.ts';
import { saveTask } from './save-task.ts';
import { openScene } from './scene.ts';
import type { World } from './world.ts';

/**
 * Brings a completed task's file home and writes its record.
 * Safe to repeat because bytes lie under a name of their own until they are whole, media are stored by their sha256,
 * and the first record stands; the task is paid, and no path here pays again.
 */
export async function download(world: World, input: NodeInput & { readonly task: string }): Promise<FileOutcome> {
  return beating(world.pulse(), async () => {
    await giveWay(world);
    const scene = await openScene(world, input.place, input.node);
    if (scene === undefined) return { kind: 'paused', code: 'STORE_UNREADABLE' };
    const { store, plan, node } = scene;
    const account = await world.accountOf(input.place.account);
    if (account === undefined) return { kind: 'paused', code: 'KEY_REFUSED' };
    const paid = await claimOfTask(store, plan.pipeline, node.id, input);
    if (paid === undefined) return { kind: 'paused', code: 'STORE_UNREADABLE' };
    const outcome = await saveTask({ world, store, account, paid, task: input.task });
    if (outcome.kind === 'saved') nudgeLock(world, store, plan);
    return outcome;
  });
}
