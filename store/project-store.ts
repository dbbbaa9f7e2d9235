import type { Approval, StandingApproval } from '../plan/approvals.ts';
import type { Claim, Created, Resolution, Settled, VoidClaim } from '../plan/claim.ts';
import type { Decisions } from '../plan/decisions.ts';
import type { Make } from '../plan/make.ts';
import type { Note, PickAnswer, StandingAnswer } from '../plan/picks.ts';
import type { Plan } from '../plan/plan.ts';
import type { Quota } from '../plan/quota.ts';
import type { MakeRecord } from '../plan/record.ts';
import type { RunResult } from '../plan/run-view.ts';
import type { ObjectStore } from './object-store.ts';

/** A pipeline by its stem and its file (relative to the root). A Plan and a RunDoc are such. */
export type PipelineFile = { readonly pipeline: string; readonly file: string };

/** One attempt to pay for one make. */
export type ClaimRef = {
  readonly pipeline: string;
  readonly node: string;
  readonly identity: string;
  readonly generation: number;
  readonly attempt: number;
};

/** All that is known of one attempt. Void: proven never sent. */
export type ClaimState = {
  readonly ref: ClaimRef;
  readonly claim: Claim | VoidClaim;
  readonly created?: Created;
  readonly settled?: Settled;
  readonly resolution?: Resolution;
};

/** An attempt on which money may be open. */
export type OpenClaim = ClaimState & { readonly claim: Claim };

export type Put<T> = { readonly won: true } | { readonly won: false; readonly found: T };

export type Claims = {
  /** Writes the index of a claim ahead, beside what else comes before it; without the claim it says nothing. */
  announce(ref: ClaimRef, key: string): Promise<void>;
  /** Writes the index `open/<key>/…` unless announced, then puts the claim if absent: whoever wins may send, nobody else. */
  open(ref: ClaimRef, claim: Claim): Promise<Put<Claim | VoidClaim>>;
  /** Puts `void` at the claim's key: won = the attempt was never sent and can never be. */
  voidIt(ref: ClaimRef, mark: VoidClaim): Promise<Put<Claim | VoidClaim>>;
  /** Put-if-absent; returns the one that stands. */
  created(ref: ClaimRef, created: Created): Promise<Created>;
  /** Put-if-absent; returns the one that stands. */
  settle(ref: ClaimRef, settled: Settled): Promise<Settled>;
  /** Put-if-absent: the first decision stands. */
  resolve(ref: ClaimRef, resolution: Resolution): Promise<Put<Resolution>>;
  read(ref: ClaimRef): Promise<ClaimState | undefined>;
  /** By attempt, lowest first. */
  attempts(pipeline: string, node: string, identity: string, generation: number): Promise<readonly ClaimState[]>;
  /** Every attempt of a node, by generation, identity, attempt. */
  ofNode(pipeline: string, node: string): Promise<readonly ClaimRef[]>;
  /** The attempts of a run (by its key) that are neither settled nor void. */
  openOf(key: string): Promise<readonly ClaimRef[]>;
  /** The attempts of an account, over all runs of this store, that are neither settled nor void. */
  allOpen(account: string): Promise<readonly OpenClaim[]>;
  /** All attempts of a pipeline, settled or not: what a plan is decided by. */
  ofPipeline(pipeline: string): Promise<readonly ClaimState[]>;
  /** Of these, the accepted ones on which money is open, and every node that has attempts; what is settled is not read. */
  unsettled(pipeline: string): Promise<{ readonly open: readonly ClaimState[]; readonly nodes: readonly string[] }>;
  /** A task belongs to one claim: true when it is (now or already) this one's, else the one that it belongs to. */
  claimTask(account: string, task: string, ref: ClaimRef): Promise<true | ClaimRef>;
  /** Fences a run: what reads `isClosed` after its claim stands down. */
  close(key: string): Promise<void>;
  isClosed(key: string): Promise<boolean>;
};

export type Records = {
  /** Put-if-absent; returns the one that stands. */
  put(record: MakeRecord): Promise<MakeRecord>;
  get(pipeline: string, node: string, identity: string, generation: number): Promise<MakeRecord | undefined>;
  /** Newest first. */
  of(pipeline: string, node: string): Promise<readonly MakeRecord[]>;
  /** Newest first. */
  all(pipeline: string): Promise<readonly MakeRecord[]>;
};

export type Media = {
  /** A new path on the store's own disk for bytes on their way (made private; the caller removes what it abandons). */
  part(name: string): Promise<string>;
  /** Moves the part into the store under its sha256 (the caller computed it), durably; never replaces whole bytes. */
  add(partPath: string, sha256: string): Promise<void>;
  /** The file, its sha256 verified once a process; undefined: absent. Throws StoreError MEDIA_CORRUPT. */
  path(sha256: string): Promise<string | undefined>;
  /** Whether it is there, unverified. */
  has(sha256: string): Promise<boolean>;
};

/** What of a make its render is judged by; a MakeRecord and a KnownMake of a pipeline are such. */
export type Shown = {
  readonly pipeline: string;
  readonly node: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly madeAt: string;
  /** Its kind of file, which is its ending; absent: `mp4`. */
  readonly media?: string;
};
export type Look = 'whole' | 'edited' | 'gone';

export type Renders = {
  /** Where a node's file lies for people, relative to the root, with forward slashes. */
  fileOf(pipeline: string, node: string, media?: string): string;
  /** Puts the media there by reflink or copy. edited: a person's file lies there and is left; gone: no media. */
  show(make: Shown): Promise<'shown' | 'edited' | 'gone'>;
  /** edited: what lies there is none of our makes; gone: nothing, or another make of ours. */
  look(make: Shown): Promise<Look>;
  /** The store was lost and the render is whole: puts a copy of it into the media. Does nothing otherwise. */
  takeBack(make: Shown): Promise<void>;
};

/** A task that is being rendered, as the lock file tells it. */
export type LockOpen = {
  readonly realm: string;
  readonly store: string;
  readonly step: string;
  readonly identity: string;
  readonly generation: number;
  readonly attempt: number;
  readonly account: string;
  readonly api: string;
  readonly model: string;
  readonly task: string;
  readonly acceptedAt: string;
};

/** A lock file, all realms. Makes newest first. */
export type LockFile = {
  readonly version: 1;
  readonly project: string;
  readonly makes: ReadonlyMap<string, readonly Make[]>;
  readonly open: ReadonlyMap<string, readonly LockOpen[]>;
};

export type Lock = {
  fileOf(pipeline: PipelineFile): string;
  /** Absent: a lock file without entries. Throws LockUnreadable (exit 65). */
  read(pipeline: PipelineFile): Promise<LockFile>;
  /**
   * Brings the file up to date with the store, at most once a second, coalesced; resolves when a write that holds
   * all that was put before the call is done. `whole`, the last of a run: looks at every record, not only at this
   * process's, and at once.
   */
  project(pipeline: PipelineFile, options?: { readonly whole?: boolean }): Promise<void>;
};

export type Picks = {
  fileOf(pipeline: PipelineFile): string;
  /** In a simulated realm its own answers first, then the committed ones, which count by name. Throws PicksUnreadable. */
  read(pipeline: PipelineFile): Promise<readonly StandingAnswer[]>;
  /** Writes an answer; one for the same step and group is replaced, comments and other answers stay. */
  answer(pipeline: PipelineFile, answer: PickAnswer): Promise<void>;
  /** The answers to approves, in the same file; order and errors as of `read`. */
  approvals(pipeline: PipelineFile): Promise<readonly StandingApproval[]>;
  /** Writes the answer to an approve; one for the same step and group is replaced. */
  approve(pipeline: PipelineFile, approval: Approval): Promise<void>;
  /** Takes the answer to a pick or an approve of a group out of the file again; where there is none, nothing happens. */
  withdraw(pipeline: PipelineFile, question: Question): Promise<void>;
  /** What people wrote about takes; in a simulated realm its own first, then the committed ones. */
  notes(pipeline: PipelineFile): Promise<readonly Note[]>;
  /** Writes what is said of a node; one for the same node is replaced, an empty text takes it away. */
  note(pipeline: PipelineFile, note: Note): Promise<void>;
};

/** A group of a pick (`picks`) or of an approve (`approvals`). */
export type Question = { readonly kind: 'picks' | 'approvals'; readonly step: string; readonly group: string };

/** One run of a pipeline, as it was started. */
export type RunDoc = PipelineFile & {
  readonly version: 1;
  readonly n: number;
  readonly workflowId: string;
  /** sha256 (hex) in `plans` and `decisions`. */
  readonly plan: string;
  readonly decisions: string;
  readonly realm: string;
  readonly account: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly plannedCost: Quota;
  /** `--profile` as it was typed: a retry means the same requests. */
  readonly profile?: string | undefined;
};

/** A run, the key under which its workflow runs once it was started, and its end. */
export type RunEntry = RunDoc & {
  readonly key?: string;
  readonly ended?: { readonly result: RunResult; readonly endedAt: string };
};

export type Runs = {
  /** Takes the next number of this pipeline, put-if-absent, and returns it. */
  begin(pipeline: string, doc: Omit<RunDoc, 'version' | 'n' | 'pipeline'>): Promise<number>;
  /** Put-if-absent: the workflow runs under this key (firstExecutionRunId). */
  started(pipeline: string, n: number, key: string): Promise<void>;
  /** Put-if-absent. */
  ended(pipeline: string, n: number, end: { readonly result: RunResult; readonly endedAt: string }): Promise<void>;
  get(pipeline: string, n: number): Promise<RunEntry | undefined>;
  latest(pipeline: string): Promise<RunEntry | undefined>;
  /** Every run, of all pipelines or one, by pipeline, then number. */
  list(pipeline?: string): Promise<readonly RunEntry[]>;
};

/** Everything that is remembered of a project in one realm. */
export type ProjectStore = {
  /** Random, minted once: absence proves something only in the store with that id. */
  readonly id: string;
  /** Minted once a project; stands in every lock header, so a clone keeps it. */
  readonly projectId: string;
  readonly root: string;
  readonly realm: string;
  /** Absolute: the store's folder. */
  readonly folder: string;
  readonly objects: ObjectStore;
  readonly plans: { put(plan: Plan): Promise<string>; get(sha256: string): Promise<Plan | undefined> };
  readonly decisions: {
    put(decisions: Decisions): Promise<string>;
    get(sha256: string): Promise<Decisions | undefined>;
  };
  readonly bodies: { put(bytes: Uint8Array): Promise<string>; get(sha256: string): Promise<Uint8Array | undefined> };
  readonly claims: Claims;
  readonly records: Records;
  readonly media: Media;
  readonly lock: Lock;
  readonly picks: Picks;
  readonly runs: Runs;
  readonly renders: Renders;
};
