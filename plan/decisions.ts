import type { Quota } from './quota.ts';

/** What a node is found to be before a run (language: Identity, table of states). */
export const PLAN_STATES = [
  'current',
  'renamed',
  'restorable',
  'elsewhere',
  'edited',
  'missing',
  'stale',
  'open',
  'blocked',
] as const;
export type PlanState = (typeof PLAN_STATES)[number];

/**
 * What one `run` decided for a node.
 * keep: nothing to do, it counts as done ($0); make: pay for `generation`; fetch: $0, bring the file back;
 * leave: not made and not part of this run (--only, --from), not picked, blocked, or rendered by another checkout:
 * counts as not wanted. What has a make and is not part of the run is kept.
 */
export type NodeDecision = {
  readonly state: PlanState;
  readonly action: 'keep' | 'fetch' | 'make' | 'leave';
  /** The generation of the make that is kept or made, ≥ 1. */
  readonly generation: number;
  /** keep, fetch: the identity (hex) of the make that counts. */
  readonly identity?: string;
  /** `--remake`: pay even if a make with this identity exists. */
  readonly remake?: boolean;
  /** keep, fetch: only if its `if` holds, or what it directly refers to is wanted, which is known in the run. */
  readonly conditional?: true;
  /** Words for people: why it is in this state. */
  readonly because: string;
};

/** All that one `run` decided, beside the plan. Stored by the sha256 of its canonical JSON. */
export type Decisions = {
  readonly version: 1;
  readonly plan: string;
  readonly realm: string;
  /** The smaller of the file's budget and --max-cost; absent: no limit. */
  readonly limit?: Quota;
  /** One per node of the plan, same order. */
  readonly nodes: readonly NodeDecision[];
};
