import type {
  ApprovalOutcome,
  ConditionOutcome,
  FileOutcome,
  PickOutcome,
  ResolutionOutcome,
  SubmitOutcome,
  TaskOutcome,
} from './outcome.ts';
import type { Place } from './place.ts';
import type { Quota } from './quota.ts';
import type { SkeletonPart } from './skeleton.ts';

/** Which node of which run; the activity loads what it needs from the store. */
export type NodeInput = {
  readonly place: Place;
  /** Index in the plan. */
  readonly node: number;
  readonly generation: number;
  /** The machine's count, a lower bound: the store may know of more. ≥ 1. */
  readonly attempt: number;
};

/**
 * `key`: the run's firstExecutionRunId, under which its claims are indexed and by which it is declared dead.
 * `unwanted`: what the node refers to and is not done in this run, though an older run may have made it.
 */
export type SubmitInput = NodeInput & {
  readonly key: string;
  readonly chosen?: ReadonlyPicks;
  readonly unwanted?: readonly number[];
  readonly remake?: boolean;
};

export type TaskInput = NodeInput & {
  readonly task: string;
  readonly acceptedAtMs: number;
  readonly timeoutMs: number | null;
  /** Already known to be late: follow slowly, say no more of it. */
  readonly late: boolean;
  /** `counts: queued`: already seen processing, so that is no news any more. */
  readonly processing?: boolean;
  /** The run was cancelled: cancel at the vendor if it is still queued, else follow to the end. */
  readonly cancel: boolean;
};

/** A run as the account knows it: `key` is its firstExecutionRunId, `id` its workflow id. */
export type Suspect = { readonly key: string; readonly id: string };
/** `overpaid`: so many times its price a task was billed that was brought home for it. */
export type Probe = { readonly closed: boolean; readonly live: number; readonly overpaid?: number };
/**
 * Open claims of one account by run key, over all stores it is used from; and, with `live: 0`, every run of the account
 * that was begun and is not known to have ended: it may hold slots that the account's last entity granted.
 */
export type Census = {
  readonly runs: { readonly [key: string]: { readonly id: string; readonly live: number; readonly closed: boolean } };
};

/**
 * What the vendor says of an account when it is asked, and whether its files can be kept. `available`: in quota units;
 * null: the vendor does not say. `room`: every project of the account has room for files and can be written.
 */
export type AccountCheck = {
  readonly key: 'works' | 'refused' | 'unknown';
  readonly available: Quota | null;
  readonly room?: boolean;
};

/** Every activity: its name is recorded in histories for ever. Each is safe to repeat and says why where it stands. */
export type Activities = {
  loadPlan(input: { readonly place: Place; readonly from: number }): Promise<SkeletonPart>;
  submit(input: SubmitInput): Promise<SubmitOutcome>;
  recover(input: SubmitInput): Promise<SubmitOutcome>;
  /**
   * Follows an unsure claim in the store until proof, a person's decision, the end of the task's life, or until it may be
   * sent again. `quiet`: of the last nobody wants to know.
   */
  awaitResolution(
    input: SubmitInput & { readonly untilMs: number; readonly quiet?: boolean },
  ): Promise<ResolutionOutcome>;
  awaitTask(input: TaskInput): Promise<TaskOutcome>;
  /** Downloads, measures, stores, writes the record, puts the file under renders/, has the lock line written. */
  download(input: NodeInput & { readonly task: string }): Promise<FileOutcome>;
  /** Brings back, for $0, a file that is made already (action `fetch`). */
  restore(input: NodeInput): Promise<FileOutcome>;
  /** Brings a URL's or a local file's bytes into the store and writes their record. */
  fetch(input: NodeInput): Promise<FileOutcome>;
  concat(
    input: NodeInput & { readonly chosen: ReadonlyPicks; readonly unwanted?: readonly number[] },
  ): Promise<FileOutcome>;
  readPick(input: {
    readonly place: Place;
    readonly node: number;
    readonly done: readonly number[];
    /** Nobody answered in time: the answer is the first ones of `done`, so many. */
    readonly first?: number;
  }): Promise<PickOutcome>;
  /** Looks for a standing answer to an approve; `shown`: what is done of the nodes that it shows. */
  readApproval(input: {
    readonly place: Place;
    readonly node: number;
    readonly shown: readonly number[];
  }): Promise<ApprovalOutcome>;
  /** Evaluates a node's `if`; `seen`: the state of what each of its edges points at, one character an edge. */
  evaluateCondition(input: {
    readonly place: Place;
    readonly node: number;
    readonly seen: string;
    readonly chosen: ReadonlyPicks;
  }): Promise<ConditionOutcome>;
  /** Asks failed tasks once more at the run's end; returns the nodes whose task is completed after all. */
  recheck(input: {
    readonly place: Place;
    readonly tasks: readonly { readonly node: number; readonly task: string }[];
  }): Promise<readonly number[]>;
  /** Brings the lock file up to date with the records; the last act of a run. */
  saveRecord(input: { readonly place: Place }): Promise<void>;
  ensureAccount(input: { readonly account: string }): Promise<void>;
  /** Asks the vendor whether the key works and what is left; pays nothing. */
  checkAccount(input: { readonly account: string }): Promise<AccountCheck>;
  census(input: { readonly account: string }): Promise<Census>;
  sweep(input: {
    readonly account: string;
    readonly suspects: readonly Suspect[];
  }): Promise<{ readonly [key: string]: Probe }>;
};

/** Chosen candidates by the index of the pick. */
export type ReadonlyPicks = { readonly [pick: string]: readonly number[] };
