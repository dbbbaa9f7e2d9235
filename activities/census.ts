import type { Census } from '../plan/activity.ts';
import { type OpenClaim, type ProjectStore, type Twin, twinsOf } from '../store/index.ts';
import { beating } from './pulse.ts';
import type { World } from './world.ts';

type Counted = { readonly id: string; live: number };

/**
 * Counts what occupies an account's cap, by run, over all stores that it is used from: what a new account entity must
 * know before it grants anything. Safe to repeat because it only reads.
 */
export async function census(world: World, input: { readonly account: string }): Promise<Census> {
  return beating(world.pulse(), async () => {
    const runs = new Map<string, Counted>();
    for (const store of await world.storesOf(input.account)) {
      for (const run of await store.runs.list()) {
        if (run.account !== input.account || run.key === undefined || run.ended !== undefined) continue;
        runs.set(run.key, runs.get(run.key) ?? { id: run.workflowId, live: 0 });
      }
      for (const open of await store.claims.allOpen(input.account)) {
        const run = runs.get(open.claim.key) ?? { id: open.claim.run, live: 0 };
        if (occupies(open, world.clock.wallMs())) run.live += 1;
        runs.set(open.claim.key, run);
      }
      for (const twin of await livingTwins(store, input.account, world.clock.wallMs())) {
        const run = runs.get(twin.key);
        if (run !== undefined) run.live += 1;
      }
    }
    const counted: [string, Census['runs'][string]][] = [];
    for (const [key, { id, live }] of runs) {
      counted.push([key, { id, live, closed: !(await world.engine.isOpen(key, id)) }]);
    }
    return { runs: Object.fromEntries(counted) };
  });
}

/** An accepted task occupies a slot until it has ended, a perhaps accepted one until its life is over. */
export function occupies({ claim, created }: OpenClaim, nowMs: number): boolean {
  return created !== undefined || nowMs < claim.unsureUntilMs;
}

/** Tasks that perhaps exist beside known ones: they occupy slots as long as a task can live. */
export async function livingTwins(store: ProjectStore, account: string, nowMs: number): Promise<readonly Twin[]> {
  return (await twinsOf(store, { account })).filter((twin) => twin.untilMs > nowMs);
}
