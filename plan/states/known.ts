import type { StandingApproval } from '../approvals.ts';
import type { NodeDecision } from '../decisions.ts';
import type { Json, JsonObject } from '../json.ts';
import type { KnownMake } from '../make.ts';
import type { StandingAnswer } from '../picks.ts';
import type { Plan } from '../plan.ts';
import type { Quota } from '../quota.ts';
import type { Request } from '../request.ts';
import type { EdgeResult } from '../results.ts';

/** What is known of one attempt to pay for a node. */
export type KnownClaim = {
  readonly identity: string;
  readonly generation: number;
  readonly attempt: number;
  /** Neither settled nor void: money may be open on it. */
  readonly open: boolean;
  /** Known from the lock file only: another store renders it, and only that one can follow it. */
  readonly elsewhere: boolean;
  readonly task?: string;
  /** A person decided to pay again, as this generation. */
  readonly payAgain?: number;
};

/** Everything that is known of this realm, by node name: nodes of the plan, and those that have left it. */
export type Known = {
  readonly makes: ReadonlyMap<string, readonly KnownMake[]>;
  readonly claims: ReadonlyMap<string, readonly KnownClaim[]>;
};

/** What there is of a make's file. */
export type FileLook = {
  /** Where people look: its own bytes, a person's, or none of it. */
  readonly render: 'whole' | 'edited' | 'gone';
  readonly stored: boolean;
  /** The vendor can fetch it: its link lives, or a media host holds it. */
  readonly link: boolean;
  /** A media host can hand it on, or what is joined from it. */
  readonly hosted?: boolean;
};

/** What is known of the nodes that one node depends on. */
export type Upstream = {
  /** False while the node has still to be made: what depends on its file is not known yet. */
  settled(node: number): boolean;
  /** The make that counts, where it is kept. */
  make(node: number): KnownMake | undefined;
  /** The request that it was or will be made with. */
  request(node: number): Request | undefined;
  /** It will not be made in any case: unpicked, or it needs something that is. */
  unwanted(node: number): boolean;
  /** How it ends in any case; undefined: known in the run only. */
  result(node: number): EdgeResult | undefined;
  /** The candidates that a pick's standing answer chose. */
  chosen(pick: number): readonly number[] | undefined;
};

/** What a node is to be made from; undefined: not known before its upstream is made. */
export type Resolved =
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'local'; readonly recipe: JsonObject; readonly inputs: readonly string[] };
export type Resolve = (node: number, upstream: Upstream) => Resolved | undefined;

export type DecideOptions = {
  /** STEP or STEP@INSTANCE. */
  readonly only?: readonly string[];
  readonly from?: readonly string[];
  readonly keepStale?: boolean;
  /** Names of nodes. */
  readonly remake?: readonly string[];
};

export type DecideInput = {
  readonly plan: Plan;
  readonly known: Known;
  readonly answers: readonly StandingAnswer[];
  readonly approvals?: readonly StandingApproval[];
  readonly files: (make: KnownMake) => FileLook;
  readonly options: DecideOptions;
  readonly resolve: Resolve;
  /** Whether the `if` of a node holds, all that it needs being known; absent: asked in the run only. */
  readonly condition?: (node: number, upstream: Upstream) => boolean | undefined;
  readonly sha256: (text: string) => string;
};

/** One field of a request that differs from what was made; absent: it was not, or is no more, there. */
export type Change = { readonly field: string; readonly from?: Json; readonly to?: Json };

/** A node's decision, and why, for people. */
export type NodeReport = {
  readonly node: string;
  readonly decision: NodeDecision;
  /** Where it is known before the run. */
  readonly request?: Request;
  readonly identity?: string;
  /** keep, fetch: the make that counts; else the one that it differs from. */
  readonly make?: KnownMake;
  readonly changes: readonly Change[];
  /** The nodes upstream through which it became stale or cannot be made. */
  readonly through: readonly string[];
  /** What this run may pay for it. */
  readonly price: Quota;
};

export type Decided = {
  /** One per node of the plan, same order. */
  readonly nodes: readonly NodeReport[];
  /** Names in `only`, `from` and `remake` that no node has. */
  readonly unmatched: readonly string[];
};
