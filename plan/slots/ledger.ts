import type { Demand, Lease } from './messages.ts';
import { isUnheard, type Pause, pauseOf, remindOfBill, type Trouble, takePause, troubleSaid } from './trouble.ts';

/** A run's side of the slot protocol, as plain data. It alone raises `returned`; leases alone raise `granted`. */
export type Ledger = {
  epoch: string;
  /** Epochs that are over: a late lease of theirs is dropped. */
  past: string[];
  granted: number;
  returned: number;
  keep: number;
  limit: number;
  waiting: boolean;
  leaseSeq: number;
  seq: number;
  refusals: number;
  refusedUntilMs: number;
  /** What the last demand said; -1: none was sent. */
  saidWant: number;
  saidReturned: number;
  saidRefusals: number;
  saidEpoch: string;
  /** Reports of trouble so far, how many of them the account has heard of, and how many were said; absent: none. */
  troubles?: number;
  heard?: number;
  saidTroubles?: number;
  /** The last report; absent once it is heard. */
  trouble?: Trouble;
  /** What the account says of pauses. */
  pause?: Pause;
  /** The account says that the vendor accepts nothing of anybody. */
  refusing?: true;
  /** What the next demand will say. */
  want: number;
  dirty: boolean;
};

/** Before the first lease the limit is unknown: the account cuts what is wanted. */
const UNKNOWN_LIMIT = 1_000;

export function newLedger(): Ledger {
  return {
    epoch: '',
    past: [],
    granted: 0,
    returned: 0,
    keep: UNKNOWN_LIMIT,
    limit: UNKNOWN_LIMIT,
    waiting: false,
    leaseSeq: 0,
    seq: 0,
    refusals: 0,
    refusedUntilMs: 0,
    saidWant: -1,
    saidReturned: 0,
    saidRefusals: 0,
    saidEpoch: '',
    want: 0,
    dirty: false,
  };
}

/** Slots that the run has, used or idle. */
export function heldBy(side: { readonly granted: number; readonly returned: number }): number {
  return side.granted - side.returned;
}

/** Takes a lease; `used` are the run's tasks under the cap. One of another run or of a past epoch changes nothing. */
export function takeLease(ledger: Ledger, lease: Lease, key: string, used: number): void {
  if (lease.to !== key || ledger.past.includes(lease.epoch)) return;
  const isNewEpoch = lease.epoch !== ledger.epoch;
  const known = isNewEpoch ? pauseOf(ledger) : undefined;
  if (isNewEpoch) beginEpoch(ledger, lease.epoch, used);
  ledger.granted = Math.max(ledger.granted, lease.granted);
  ledger.returned = Math.max(ledger.returned, lease.returned);
  if (lease.seq <= ledger.leaseSeq) return;
  ledger.leaseSeq = lease.seq;
  ledger.keep = lease.keep;
  ledger.limit = lease.limit;
  // The account cuts what is wanted to its limit by itself.
  ledger.saidWant = Math.min(ledger.saidWant, lease.limit);
  ledger.waiting = lease.waiting;
  takePause(ledger, lease);
  remindOfBill(ledger, known);
  if (lease.refusing) ledger.refusing = true;
  else delete ledger.refusing;
}

/** A new account entity knows nothing of what the last one granted: only tasks under the cap are taken over. */
function beginEpoch(ledger: Ledger, epoch: string, used: number): void {
  if (ledger.epoch !== '') ledger.past = [...ledger.past, ledger.epoch].slice(-8);
  ledger.epoch = epoch;
  ledger.granted = used;
  ledger.returned = 0;
  ledger.leaseSeq = 0;
}

/** A task has left the cap: its slot is used again, unless the account wants it. */
export function leaveCap(ledger: Ledger): void {
  if (heldBy(ledger) > ledger.keep) ledger.returned += 1;
}

/** The vendor refused a task for its cap: the slot goes back and the account hears of it. */
export function refuseSlot(ledger: Ledger, untilMs: number): void {
  ledger.refusals += 1;
  ledger.refusedUntilMs = Math.max(ledger.refusedUntilMs, untilMs);
  if (heldBy(ledger) > 0) ledger.returned += 1;
}

/** After each event: what is wanted now, which idle slots go back, and whether the account must hear of it. */
export function settleLedger(ledger: Ledger, used: number, startable: number): void {
  ledger.want = Math.max(used, Math.min(ledger.limit, used + startable));
  const needed = Math.max(used, ledger.want);
  if (ledger.waiting && heldBy(ledger) > needed) ledger.returned = ledger.granted - needed;
  ledger.dirty ||= mustSay(ledger);
}

function mustSay(ledger: Ledger): boolean {
  const { want, saidWant } = ledger;
  const held = heldBy(ledger);
  if (isUnheard(ledger) && ledger.troubles !== ledger.saidTroubles) return true;
  if (saidWant < 0) return want > 0 || ledger.epoch !== '';
  if (ledger.returned !== ledger.saidReturned || ledger.refusals !== ledger.saidRefusals) return true;
  if (ledger.epoch !== ledger.saidEpoch && ledger.past.length > 0) return true;
  if (want > held && want !== saidWant) return true;
  return want < saidWant && (saidWant > held || ledger.waiting);
}

/** The next demand; what it says counts as said. `bye`: nothing is held any more but what is `unsure`. */
export function nextDemand(
  ledger: Ledger,
  who: { readonly key: string; readonly id: string; readonly weight: number; readonly prio: number },
  unsure: readonly number[],
  bye: boolean,
): Demand {
  ledger.seq += 1;
  ledger.dirty = false;
  ledger.saidWant = ledger.want;
  ledger.saidReturned = ledger.returned;
  ledger.saidRefusals = ledger.refusals;
  ledger.saidEpoch = ledger.epoch;
  if (ledger.troubles !== undefined) ledger.saidTroubles = ledger.troubles;
  const refused = ledger.refusals > 0 ? { refused: { count: ledger.refusals, untilMs: ledger.refusedUntilMs } } : {};
  return {
    ...who,
    epoch: ledger.epoch,
    seq: ledger.seq,
    want: bye ? 0 : ledger.want,
    granted: ledger.granted,
    returned: ledger.returned,
    ...refused,
    ...troubleSaid(ledger),
    unsure,
    bye,
  };
}
