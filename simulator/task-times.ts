import { seededNumber } from './seeded.ts';
import type { Settings } from './settings.ts';
import type { Shot } from './shot.ts';

/** How long a task waits and renders, in milliseconds at the simulator's speed. */
export type TaskTimes = { readonly queueMs: number; readonly renderMs: number };

// No page of the vendor says how long a task takes. Users of such APIs report half a minute for a short draft and
// some minutes for a long final, so: queue 4 s; then 10 s and 3.2 s for each second of fast 480p video, hence
// 30 s for 5 s. Better resolutions cost time in about the proportion of their prices.
const QUEUE_MS = 4000;
const START_MS = 10_000;
const PER_SECOND_MS = 3200;
const RESOLUTION_FACTOR: { readonly [resolution: string]: number } = { '480p': 1, '720p': 1.4, '1080p': 2.6 };

/** Queue and render time of a shot: by model, resolution and length, varied by the seed. */
export function taskTimes(shot: Shot, contentKey: string, settings: Settings): TaskTimes {
  const vary = (name: string): number => 1 + settings.jitter * (2 * seededNumber(`${name}/${contentKey}`) - 1);
  if (settings.taskMs !== undefined) {
    const wholeMs = (settings.taskMs * vary('task')) / settings.speed;
    // A tenth of it in the queue, so that both readings of the cap can be told apart.
    return { queueMs: wholeMs * 0.1, renderMs: wholeMs * 0.9 };
  }
  const renderMs = (START_MS + PER_SECOND_MS * shot.seconds) * (RESOLUTION_FACTOR[shot.resolution] ?? 1);
  return {
    queueMs: (QUEUE_MS * vary('queue')) / settings.speed,
    renderMs: (renderMs * modelFactor(shot.model, contentKey) * vary('render')) / settings.speed,
  };
}

/** "Slower (~1.5-2x)", says the vendor of its standard tier. */
function modelFactor(model: string, contentKey: string): number {
  return model === 'skyreels-v4-std' ? 1.5 + 0.5 * seededNumber(`model/${contentKey}`) : 1;
}
