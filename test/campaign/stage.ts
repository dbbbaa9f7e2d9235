import type { Scene } from '../e2e/scene.ts';
import type { Vendor } from '../e2e/vendor.ts';
import type { Trap } from './trap.ts';

/** Where one trial takes place: a night of its own in a scene that others used before it. */
export type Stage = {
  readonly scene: Scene;
  readonly vendor: Vendor;
  readonly trap: Trap;
  readonly stem: string;
  /** The folder of the store. */
  readonly store: string;
  /** The workflows of the build that the scene runs. */
  readonly bundle: string;
  /** [0, 1), from the trial's seed. */
  readonly random: () => number;
};
