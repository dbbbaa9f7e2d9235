import type { ConditionKind } from './condition.ts';
import type { Approve, Edge, NodeKind, Plan, Source } from './plan.ts';
import type { Quota } from './quota.ts';

/**
 * The part of a plan and its decisions that a run workflow holds, column-wise (10,000 nodes are 0.35 MB this way,
 * 1.3 MB as objects). Prompts, URLs and matrix values stay in the store.
 */
export type Skeleton = {
  readonly total: number;
  readonly ids: readonly string[];
  readonly kinds: readonly NodeKind[];
  readonly edges: readonly (readonly Edge[])[];
  readonly sources: readonly (Source | null)[];
  /** 'keep' | 'fetch' | 'make' | 'leave' as k f m l, one character a node. */
  readonly actions: string;
  readonly generations: readonly number[];
  readonly prices: readonly Quota[];
  readonly renderMs: readonly number[];
  readonly timeoutMs: readonly (number | null)[];
  readonly retries: readonly number[];
  readonly priorities: readonly number[];
  readonly picks: readonly (Plan['nodes'][number]['pick'] | null)[];
  readonly weight: number;
  readonly priority: number;
  readonly limit: Quota | null;
  readonly warnAt: number;
  readonly onExceed: 'pause' | 'finish-running' | 'cancel-queued';
  /** What the account's cap counts; `queued`: a slot is free once its task was seen processing. */
  readonly counts?: 'in-flight' | 'queued';
  /** Sparse, by node: conditions that are decided in the run. What is kept and stands here counts only if they hold. */
  readonly conditions?: { readonly [node: string]: ConditionKind };
  /** Sparse, by node: the approves. */
  readonly approvals?: { readonly [node: string]: Approve };
  /** Nodes with `continue-on-error`. */
  readonly tolerant?: readonly number[];
  /** Steps whose `strategy` bounds their nodes. */
  readonly bounds?: readonly Bound[];
  /** Pipelines that are used and have budgets of their own. */
  readonly caps?: readonly Cap[];
  /** Pipelines that are used with `continue-on-error`: what fails inside counts as not wanted outside. */
  readonly lenient?: readonly Range[];
};

/** The nodes [from, to). */
export type Range = { readonly from: number; readonly to: number };

/** The nodes [from, to) of a pipeline that is used, and the most that they may cost in a run. */
export type Cap = { readonly from: number; readonly to: number; readonly limit: Quota };

/** The nodes [from, to) of one step: at most so many units at once, and whether a failure of one stops the others. */
export type Bound = {
  readonly from: number;
  readonly to: number;
  readonly maxParallel?: number;
  readonly failFast?: true;
  /** A step that uses a pipeline: the first node of each use, which is a unit then. Absent: each node is one. */
  readonly starts?: readonly number[];
};

/** One part of a skeleton, ≤ 512 KB as JSON: nodes [from, to) in every column. */
export type SkeletonPart = { readonly from: number; readonly to: number; readonly skeleton: Skeleton };
