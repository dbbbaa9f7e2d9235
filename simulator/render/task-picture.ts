import type { Task } from '../task.ts';
import type { Picture } from './picture.ts';

// Small on purpose: a clip is made in a tenth of a second. All sides are even, as H.264 wants them.
const SIZES: { readonly [aspectRatio: string]: readonly [width: number, height: number] } = {
  '16:9': [320, 180],
  '9:16': [180, 320],
  '4:3': [320, 240],
  '3:4': [240, 320],
  '1:1': [240, 240],
};

/** The picture of a task: its label is the start of the prompt, tier, resolution, length and take. */
export function taskPicture(task: Task): Picture {
  const { shot } = task;
  const [width, height] = SIZES[shot.aspectRatio] ?? [320, 180];
  const tier = shot.model.endsWith('std') ? 'STD' : 'FAST';
  return {
    width,
    height,
    seconds: shot.seconds,
    title: `${tier} ${shot.resolution} ${shot.seconds}S ${shot.action} TAKE ${task.take}`,
    lines: [shot.prompt.slice(0, 80) || shot.action],
    look: task.contentKey,
  };
}
