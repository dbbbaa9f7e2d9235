import type { AccountView, Holder } from '../account-view.ts';
import { heldBy } from '../slots/ledger.ts';
import { shares } from '../slots/shares.ts';
import { heldInAll, starvedRuns } from './grants.ts';
import type { AccountState, RunEntry } from './state.ts';
import { effectiveLimit, occupiedBy } from './state.ts';
import { pauseOfAccount } from './trouble.ts';

/** Who holds what and why, for people. */
export function viewAccount(state: AccountState, speed: number): AccountView {
  const limit = effectiveLimit(state);
  const share = shares(state.runs, limit, starvedRuns(state, state.lastMs, speed));
  const holders = Object.entries(state.runs).map(([key, run]) => holderOf(key, run, share.get(key) ?? 0));
  return {
    limit: state.limit,
    effective: limit,
    ...(state.orderedLimit === undefined ? {} : { ordered: state.orderedLimit }),
    ...pausedOf(state),
    ...(state.agreedTimes === undefined ? {} : { agreedTimes: state.agreedTimes }),
    ...loweredOf(state),
    free: Math.max(0, limit - heldInAll(state)),
    waiting: state.waiting,
    counting: state.census !== 'done',
    holders,
  };
}

function loweredOf({ lowered, limit }: AccountState): Pick<AccountView, 'loweredUntilMs' | 'resting'> {
  if (lowered === undefined || lowered.to >= limit) return { loweredUntilMs: null };
  return { loweredUntilMs: lowered.untilMs, ...(lowered.resting ? { resting: true } : {}) };
}

function pausedOf(state: AccountState): Pick<AccountView, 'paused'> {
  const pause = pauseOfAccount(state);
  if (pause === undefined) return {};
  const { sinceMs, checkAtMs, billedTo } = state.trouble ?? {};
  const isVendors = pause.code !== 'ACCOUNT_PAUSED';
  return {
    paused: {
      ...pause,
      ...(isVendors && sinceMs !== undefined ? { sinceMs } : {}),
      ...(isVendors && checkAtMs !== undefined ? { checkAtMs } : {}),
      ...(isVendors && billedTo !== undefined ? { billedTo } : {}),
    },
  };
}

function holderOf(key: string, run: RunEntry, share: number): Holder {
  const { id, want, weight, prio, dead } = run;
  return {
    key,
    id,
    held: occupiedBy(run),
    want,
    weight,
    prio,
    share,
    dead,
    unsure: run.unsure,
    because: reasonOf(run),
  };
}

function reasonOf(run: RunEntry): string {
  const held = heldBy(run);
  if (run.dead && run.unsure.length > 0) return 'ended with claims that nobody could prove';
  if (run.dead) return 'gone; its tasks at the vendor have not ended';
  if (!run.reported) return 'has not said yet what it holds';
  if (run.want > held) return held === 0 ? 'waits for a slot' : 'has less than it wants';
  return held > run.want ? 'keeps idle slots while nobody waits' : 'has what it wants';
}
