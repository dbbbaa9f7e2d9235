import { pause } from './pulse.ts';
import type { World } from './world.ts';

/** Submits that begin with this are begun after so long at the latest; one takes some tens of ms on a busy machine. */
const LOOK_MS = 15;
const MOST_LOOKS = 20;

/**
 * Lets the submits of this process go first, for 0.3 s at most: they want the same disk at the same moment, a slot is
 * idle until its next task is sent, and a finished file can be had for hours.
 */
export async function giveWay(world: World): Promise<void> {
  const { cancelled } = world.pulse();
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    await pause(LOOK_MS, cancelled);
    if (world.submitting.size === 0) return;
  }
}
