import type { Surroundings } from '../../plan/forecast/index.ts';
import type { RunView } from '../../plan/run-view.ts';

/** Slots of an account that claims hold which nobody can prove; there are no others. `runs`: stems, for people. */
export type Unproven = { readonly slots: number; readonly runs: readonly string[] };

/**
 * A run's answer, what its account says where the run cannot go on for want of slots, and, now and then, what is
 * around it.
 */
export type SeenView = RunView & { readonly unproven?: Unproven; readonly around?: Surroundings };

/** Who holds the slots, for a person. */
export function unprovenWords({ slots, runs }: Unproven): string {
  return `all ${slots} slots are held by unsure nodes, of ${runs.join(', ')}; nobody knows whether they were accepted`;
}
