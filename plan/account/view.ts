import type { AccountView, Holder } from '../account-view.ts';
import { heldBy } from '../slots/ledger.ts';
import { shares, wholeSlots } from '../slots/shares.ts';
import { heldInAll, starvedRuns } from './grants.ts';
import type { AccountState, RunEntry } from './state.ts';
import { effectiveLimit, occupiedBy } from './state.ts';
import { pauseOfAccount } from './trouble.ts';

/** Who holds what and why, for people. */
export function viewAccount(state: AccountState, speed: number): AccountView {
  const limit = effectiveLimit(state);
  const share = shares(state.runs, limit, starvedRuns(state, state.lastMs, speed));
  const holders = Object.entries(state.runs).map(([key, run]) => holderOf(state, key, run, share.get(key) ?? 0));
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

function holderOf(state: AccountState, key: string, run: RunEntry, share: number): Holder {
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
    because: reasonOf(state, run, share),
  };
}

function reasonOf(state: AccountState, run: RunEntry, share: number): string {
  const held = heldBy(run);
  if (run.dead && run.unsure.length > 0) return 'ended with claims that nobody could prove';
  if (run.dead) return 'gone; its tasks at the vendor have not ended';
  if (!run.reported) return 'has not said yet what it holds';
  if (run.want > held) return whyHungry(state, run, held, share);
  if (held === run.want) return 'has what it wants';
  return state.waiting ? 'gives its idle slots back' : 'keeps idle slots while nobody waits';
}

function whyHungry(state: AccountState, run: RunEntry, held: number, share: number): string {
  if (held > wholeSlots(share)) return 'has more than its share: gives one back when a task ends';
  if (held > 0 && held === wholeSlots(share)) return 'has its share';
  const isOutranked = Object.values(state.runs).some((other) => !other.dead && other.want > 0 && other.prio > run.prio);
  if (held === 0 && wholeSlots(share) === 0 && isOutranked) return 'waits behind a higher priority';
  return held === 0 ? 'waits for a slot' : 'has less than its share: waits for a task of another to end';
}
