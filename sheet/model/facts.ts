import type { StandingApproval } from '../../plan/approvals.ts';
import type { FailureCode } from '../../plan/failures.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { Note, StandingAnswer } from '../../plan/picks.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Quota } from '../../plan/quota.ts';
import type { NodeState } from '../../plan/run-view.ts';
import type { Due, Head, Media } from './data.ts';

/** All that a sheet is made from. Money in quota units, times in ms. */
export type SheetFacts = {
  readonly plan: Plan;
  readonly head: Omit<Head, 'bar' | 'due' | 'spent' | 'planned' | 'reserved' | 'refunded' | 'limit'>;
  readonly money: {
    readonly spent: Quota;
    readonly planned: Quota;
    readonly reserved: Quota;
    readonly refunded: Quota;
    readonly limit?: Quota;
  };
  /** One per node of the plan, same order. */
  readonly nodes: readonly SheetNode[];
  readonly answers: readonly StandingAnswer[];
  readonly approvals: readonly StandingApproval[];
  readonly notes: readonly Note[];
  readonly due?: Due;
  /** The run goes on, and has taken in what it has heard: an answer to that can be changed when it has ended. */
  readonly isOpen: boolean;
};

/** What is known of a node. */
export type SheetNode = {
  /** `current`: kept at $0. */
  readonly state: NodeState | 'current';
  readonly sinceMs?: number;
  readonly expectedMs?: number;
  readonly code?: FailureCode;
  /** Whole sentences: why, what the vendor said, what to do. */
  readonly trouble?: readonly string[];
  /** What it has cost so far. */
  readonly cost: Quota;
  readonly costAssumed?: boolean;
  /** Why it would be made again today, though a file is there. */
  readonly stale?: string;
  readonly sha256?: string;
  readonly seconds?: number;
  readonly media?: Media;
  /** As it was made, or as it is to be made. */
  readonly request?: JsonObject;
};
