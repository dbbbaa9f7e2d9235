import type { Probe, Suspect } from '../plan/activity.ts';
import type { ClaimState, OpenClaim, ProjectStore } from '../store/index.ts';
import { livingTwins, occupies } from './census.ts';
import { beating, type Pulse } from './pulse.ts';
import { type PaidTask, saveTask } from './save-task.ts';
import { hasFile, secondTask } from './second-task.ts';
import { settledCost } from './settled-cost.ts';
import type { Account, World } from './world.ts';

/** Files of a dead run are fetched in passing: what is not done by then, the next sweep goes on with. */
const FETCH_MS = 30_000;

/**
 * Asks after runs that may be dead and counts what they still occupy; brings home what a dead run has paid for.
 * `closed/<key>` is put before its claims are listed, so a submit of a dead run either is seen here or sees that it is
 * closed. Safe to repeat because closing is for ever and everything else is put-if-absent.
 */
export async function sweep(
  world: World,
  input: { readonly account: string; readonly suspects: readonly Suspect[] },
): Promise<{ readonly [key: string]: Probe }> {
  return beating(world.pulse(), async () => {
    const account = await world.accountOf(input.account);
    const stores = await world.storesOf(input.account);
    const hurried = { ...world, pulse: () => hurry(world.pulse()) };
    const probes: [string, Probe][] = [];
    for (const { key, id } of input.suspects) {
      const closed = !(await world.engine.isOpen(key, id));
      const found = { live: 0, overpaid: 1 };
      for (const store of stores) {
        if (closed) await store.claims.close(key);
        for (const open of await openClaims(store, key, input.account)) {
          const isLive = occupies(open, world.clock.wallMs());
          const seen = closed ? await look(hurried, store, account, open) : { isLive };
          if (seen.isLive) found.live += 1;
          found.overpaid = Math.max(found.overpaid, seen.overpaid ?? 1);
        }
        const twins = await livingTwins(store, input.account, world.clock.wallMs());
        found.live += twins.filter((twin) => twin.key === key).length;
      }
      const { live, overpaid } = found;
      probes.push([key, { closed, live, ...(overpaid > 1 ? { overpaid } : {}) }]);
    }
    return Object.fromEntries(probes);
  });
}

async function openClaims(store: ProjectStore, key: string, account: string): Promise<readonly OpenClaim[]> {
  const states: ClaimState[] = [];
  for (const ref of await store.claims.openOf(key)) {
    const state = await store.claims.read(ref);
    if (state !== undefined) states.push(state);
  }
  return states.filter(isSent).filter((state) => state.settled === undefined && state.claim.account === account);
}

function isSent(state: ClaimState): state is OpenClaim {
  return state.claim.kind === 'intent';
}

/** Whether a claim still occupies a slot, and how many times its price was billed, where that is more. */
type Seen = { readonly isLive: boolean; readonly overpaid?: number };

/** What the vendor says of a dead run's claim; its finished task is brought home. */
async function look(world: World, store: ProjectStore, account: Account | undefined, paid: OpenClaim): Promise<Seen> {
  const task = paid.created?.task;
  if (task === undefined || account === undefined) return { isLive: occupies(paid, world.clock.wallMs()) };
  // The vendor named another claim's task: what became of this one nobody can say, and that film is not its own.
  const owner = await store.claims.claimTask(paid.claim.account, task, paid.ref);
  if (owner !== true) return { isLive: isInLife(world, paid) };
  const answer = await account.provider.status(task);
  // Nobody can say: it counts as long as a task can live.
  if (answer.kind !== 'task') return { isLive: isInLife(world, paid) };
  const hasEnded = answer.view.state === 'failed' || answer.view.state === 'cancelled';
  const second = hasEnded ? await secondTask({ world, store, account, paid }) : undefined;
  if (second !== undefined) {
    // While it may still come, nothing is settled; as a possible twin it is counted until its life is over.
    const isHere = await hasFile(account, second);
    return { isLive: false, ...(isHere ? await bringHome({ world, store, account, paid, task }) : {}) };
  }
  switch (answer.view.state) {
    case 'completed':
      return { isLive: false, ...(await bringHome({ world, store, account, paid, task })) };
    case 'failed':
      // Out of the cap; that it failed is confirmed by whoever takes the node up again.
      return { isLive: false };
    case 'cancelled': {
      const { reserved } = paid.claim;
      // Without a word of the vendor's a cancelled task costs nothing; a bill counts.
      const { cost } = settledCost(answer.view.cost ?? 0, reserved);
      const refunded = Math.max(0, reserved - cost);
      const atMs = world.clock.wallMs();
      await store.claims.settle(paid.ref, { version: 1, as: 'cancelled', cost, refunded, atMs });
      return { isLive: false };
    }
    case 'queued':
    case 'processing':
      return { isLive: true };
    case 'unknown':
      return { isLive: isInLife(world, paid) };
    default: {
      const never: never = answer.view.state;
      return never;
    }
  }
}

function isInLife(world: World, { claim }: OpenClaim): boolean {
  return world.clock.wallMs() < claim.unsureUntilMs;
}

async function bringHome(paidTask: PaidTask): Promise<{ readonly overpaid?: number }> {
  const { world, paid, task } = paidTask;
  try {
    const outcome = await saveTask(paidTask);
    world.log('info', "a dead run's task was brought home", { node: paid.ref.node, task, outcome: outcome.kind });
    return outcome.kind === 'saved' && outcome.overpaid !== undefined ? { overpaid: outcome.overpaid } : {};
  } catch (error) {
    world.log('warn', "a dead run's task is not home yet", { node: paid.ref.node, task, error: String(error) });
    return {};
  }
}

function hurry(pulse: Pulse): Pulse {
  return { beat: () => pulse.beat(), cancelled: AbortSignal.any([pulse.cancelled, AbortSignal.timeout(FETCH_MS)]) };
}
