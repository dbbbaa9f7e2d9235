import type { Renewal } from './account-view.ts';
import type { FailureCode } from './failures.ts';
import type { Place } from './place.ts';
import type { Quota } from './quota.ts';

/** The state of a node in a run, as people read it; one character each in the workflow. */
export const NODE_STATES = {
  waiting: 'w',
  ready: 'r',
  submitting: 's',
  queued: 'q',
  rendering: 'p',
  late: 'l',
  downloading: 'd',
  done: 'D',
  failed: 'F',
  skipped: 'k',
  'not-wanted': 'n',
  cancelled: 'c',
  unsure: 'u',
  blocked: 'b',
  asking: 'a',
} as const;
export type NodeState = keyof typeof NODE_STATES;
export type NodeStateCode = (typeof NODE_STATES)[NodeState];

/** One node's change: index, state, and what is known with it. */
export type NodeChange = {
  readonly node: number;
  readonly state: NodeStateCode;
  readonly task?: string;
  readonly code?: FailureCode;
  readonly attempt?: number;
  /** When it entered this state, ms since the epoch. */
  readonly atMs: number;
};

/** The answer to the `progress` query: totals and what changed since `since` (0: everything). */
export type RunView = {
  readonly cursor: number;
  readonly total: number;
  readonly loaded: boolean;
  readonly counts: { readonly [state in NodeState]?: number };
  /** Nodes that were kept at $0. */
  readonly current: number;
  readonly changes: readonly NodeChange[];
  /** More changed than one answer holds: the next stand behind `cursor`. */
  readonly more?: true;
  readonly money: {
    readonly planned: Quota;
    readonly reserved: Quota;
    readonly spent: Quota;
    readonly refunded: Quota;
    readonly limit: Quota | null;
  };
  readonly slots: {
    readonly held: number;
    readonly used: number;
    readonly limit: number;
    /** Somebody waits for a slot. */
    readonly waiting: boolean;
    /** For a while the vendor has accepted nothing of anybody. */
    readonly refusing?: true;
  };
  /** Why nothing is submitted, if so. */
  readonly paused?: FailureCode;
  /** When the account goes on by itself, ms since the epoch; absent: nobody knows. */
  readonly pausedUntilMs?: number;
  /** Sends in a row that did not reach the vendor; absent: none. The run tries on by itself. */
  readonly unreachable?: number;
  /** Nodes at the vendor, or whose file waits there, with which nothing goes on before a person acts; absent: none. */
  readonly parked?: number;
  /** Submits and recoveries that are not answered yet; absent: none. */
  readonly sending?: number;
  readonly cancelled: boolean;
  readonly startedMs: number;
  readonly over: boolean;
};

export type ProgressQuery = { readonly since: number };

/** How a run ended. `state`: the worst that stands in it. */
export type RunResult = {
  readonly state: 'done' | 'failed' | 'unsure' | 'over-budget' | 'cancelled' | 'blocked';
  readonly counts: { readonly [state in NodeState]?: number };
  readonly current: number;
  readonly money: {
    readonly planned: Quota;
    readonly spent: Quota;
    readonly refunded: Quota;
    readonly reserved: Quota;
  };
};

/** The input of a run workflow. `state` is carried over continue-as-new. */
export type RunInput = {
  /** Which machine wrote the history; rises only at a continue-as-new. */
  readonly interpreter: 1;
  readonly place: Place;
  /** Speed of a simulated run, 1 otherwise: divides backoffs and poll times. */
  readonly speed: number;
  /** When to continue as new, where a test wants it sooner than usual. */
  readonly renewal?: Renewal;
  readonly state?: unknown;
};

/** What a `cancel` signal carries: nothing for the whole run, or ids of nodes. `finishRunning`: ask no vendor to stop. */
export type CancelRequest = { readonly nodes?: readonly string[]; readonly finishRunning?: boolean };

/** What a `retry` signal carries: the failed nodes to try again; absent: all of them. */
export type RetryRequest = { readonly nodes?: readonly string[] };

/** What a `wake` signal carries: a new limit of money, where it was raised. */
export type WakeRequest = { readonly limit?: Quota };
