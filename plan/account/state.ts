import type { LastingTrouble } from './trouble.ts';

/** What an account knows of one run. */
export type RunEntry = {
  id: string;
  granted: number;
  returned: number;
  seq: number;
  leaseSeq: number;
  want: number;
  weight: number;
  prio: number;
  /** Slot-seconds per weight so far: who has had least comes first. */
  vt: number;
  /** keep and waiting as they are now, and as the run was last told. */
  keep: number;
  toldKeep: number;
  toldWaiting: boolean;
  /** It must be told; a lease to it is not acknowledged yet. */
  dirty: boolean;
  telling: boolean;
  dead: boolean;
  /** It has said goodbye: what it holds are claims that nobody could prove. */
  ended: boolean;
  /** The sweep has found it closed: it never comes back. */
  closed?: true;
  /** It has said in this epoch what it holds; until then it may have `inherited` slots of the last one. */
  reported: boolean;
  inherited: number;
  /** Since when it wants a slot and has none; absent: it has or wants none. */
  hungrySinceMs?: number;
  refusals: number;
  /** Reports of trouble heard from it; absent: none. */
  troubles?: number;
  unsure: number[];
};

/** The limit that counts after refusals, and when one task more is tried. */
export type Lowered = {
  to: number;
  untilMs: number;
  /** From one try to the next: doubled by one that is refused, halved by one that is not. */
  pauseMs?: number;
  /** The vendor accepts nothing: until `untilMs` no slot is granted. */
  resting?: true;
  /** One task more than was accepted is being tried. */
  trying?: true;
  /** It accepts nothing for so long that people are told, until a task is accepted. */
  told?: true;
};

/** The whole state of an account, plain JSON: carried over continue-as-new. */
export type AccountState = {
  version: 1;
  epoch: string;
  limit: number;
  /** After refusals; absent: none, or long ago. */
  lowered?: Lowered;
  /** What the vendor has against the account; absent: nothing. */
  trouble?: LastingTrouble;
  /** How the vendor is asked whether trouble is over; `easedMs`: when that last seemed so. */
  check?: { asking: boolean; pauseMs: number; easedMs: number };
  /** So many times the price a person has agreed to pay; absent: nobody was asked. */
  agreedTimes?: number;
  /** A person's orders (`dailies account`); absent: none. */
  pausedByPerson?: true;
  orderedLimit?: number;
  /** Least slot-time per weight among those that compete: a run that joins begins here, without credit. */
  vclock: number;
  lastMs: number;
  runs: { [key: string]: RunEntry };
  waiting: boolean;
  /** The execution must end soon: no lease is sent any more. */
  holding: boolean;
  census: 'needed' | 'asking' | 'broken' | 'done';
  /** Until when open runs of the last epoch may report. */
  reportByMs: number;
  sweep: { asking: boolean; notBeforeMs: number; pauseMs: number };
};

export function newAccountState(epoch: string, limit: number): AccountState {
  return {
    version: 1,
    epoch,
    limit,
    vclock: 0,
    lastMs: 0,
    runs: {},
    waiting: false,
    holding: false,
    census: 'needed',
    reportByMs: 0,
    sweep: { asking: false, notBeforeMs: 0, pauseMs: 0 },
  };
}

export function newEntry(id: string): RunEntry {
  return {
    id,
    granted: 0,
    returned: 0,
    seq: 0,
    leaseSeq: 0,
    want: 0,
    weight: 1,
    prio: 0,
    vt: 0,
    keep: 0,
    toldKeep: 0,
    toldWaiting: false,
    dirty: false,
    telling: false,
    dead: false,
    ended: false,
    reported: false,
    inherited: 0,
    refusals: 0,
    unsure: [],
  };
}

/** Slots that are not free because of a run: granted and not returned, or perhaps taken over from the last entity. */
export function occupiedBy(run: RunEntry): number {
  return Math.max(run.granted - run.returned, run.reported ? 0 : run.inherited);
}

/** The limit that counts now. */
export function effectiveLimit(state: AccountState): number {
  const { limit, lowered, orderedLimit = limit } = state;
  return Math.min(limit, orderedLimit, lowered?.to ?? limit);
}
