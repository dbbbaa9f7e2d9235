import type { FailureCode } from '../failures.ts';
import type { Quota } from '../quota.ts';
import type { Ledger } from '../slots/ledger.ts';
import { newLedger } from '../slots/ledger.ts';

/** What is under way for a paid node, from its submit to its file. Local nodes have none. */
export type Flight = {
  phase: 'submit' | 'recover' | 'task' | 'unsure' | 'file';
  attempt: number;
  /** Money set aside; 0 once it is spent. */
  reserved: Quota;
  /** It occupies a slot of the cap. */
  slot: boolean;
  task?: string;
  acceptedAtMs?: number;
  /** Past its timeout. */
  late?: true;
  /** Seen processing: under `queued` it has left the cap. */
  processing?: true;
  /** The vendor was asked to stop it, and why. */
  cancel?: 'CANCELLED' | 'BUDGET';
  /** unsure: until when slot and price stay reserved. */
  untilMs?: number;
  /** unsure: it may not be sent again as the run stands. */
  quiet?: true;
  /** file: what the task cost, spent already. */
  cost?: Quota;
  /** Nothing goes on with it before a `wake`; 'account': or before the account goes on. */
  parked?: true | 'account';
};

/** What a node has behind it in this run; absent: nothing. */
export type Tries = {
  /** The next attempt, or the one under way. */
  attempt: number;
  /** Accepted tasks that count against `retry`. */
  accepted: number;
  /** Sends in a row that were proven not sent. */
  notSent: number;
};

/** The whole state of a run, plain JSON: carried over continue-as-new. Maps by node are sparse. */
export type RunState = {
  version: 1;
  startedMs: number;
  /** One character a node (NODE_STATES), '' before the first start. */
  states: string;
  flights: { [node: string]: Flight };
  tries: { [node: string]: Tries };
  /** Until when a node rests before it is taken up again. */
  delayed: { [node: string]: number };
  /** Until when a pick may be answered. */
  deadlines: { [node: string]: number };
  picks: { [node: string]: number[] };
  codes: { [node: string]: FailureCode };
  generations: { [node: string]: number };
  /** Tasks that failed: asked once more at the end, and being asked now. */
  failedTasks: { [node: string]: string };
  rechecking: { [node: string]: string };
  /** Tasks that may exist beside the known ones of nodes, until when they are reckoned with; absent: none. */
  twins?: { [node: string]: { reserved: Quota; untilMs: number } };
  money: { planned: Quota; reserved: Quota; spent: Quota; refunded: Quota };
  /** Raised by a wake; absent: the skeleton's. */
  limit?: Quota;
  /** By the skeleton's caps: what was paid in each, and which have no room for the next node. Absent: none. */
  spentInCaps?: Quota[];
  fullCaps?: number[];
  /** By bound: the uses of a pipeline, by their first nodes, that have begun and go on. Absent: none. */
  places?: { [bound: string]: number[] };
  /** The next node does not fit into the limit. */
  exceeded: boolean;
  paused?: FailureCode;
  /** So many times the planned price a task of it was billed at most: the account has been told of that. */
  overpaid?: number;
  /** Nothing is sent before: the vendor cannot be reached. */
  holdUntilMs: number;
  unreachable: number;
  cancelled: 'no' | 'all' | 'finish-running';
  phase: 'going' | 'recheck' | 'save' | 'bye' | 'over';
  lingerUntilMs?: number;
  ledger: Ledger;
  /** What is on its way to the account. */
  talk: 'idle' | 'saying' | 'saying-bye' | 'ensuring';
  /** When the last demand was acknowledged. */
  saidMs: number;
  cursor: number;
};

export function newRunState(nowMs: number): RunState {
  return {
    version: 1,
    startedMs: nowMs,
    states: '',
    flights: {},
    tries: {},
    delayed: {},
    deadlines: {},
    picks: {},
    codes: {},
    generations: {},
    failedTasks: {},
    rechecking: {},
    money: { planned: 0, reserved: 0, spent: 0, refunded: 0 },
    exceeded: false,
    holdUntilMs: 0,
    unreachable: 0,
    cancelled: 'no',
    phase: 'going',
    ledger: newLedger(),
    talk: 'idle',
    saidMs: 0,
    cursor: 0,
  };
}
