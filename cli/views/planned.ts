import type { NodeDecision } from '../../plan/decisions.ts';
import type { Foreseen } from '../../plan/forecast/index.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { Plan, PlanNode } from '../../plan/plan.ts';
import type { Quota } from '../../plan/quota.ts';

/** A plan with all that was decided for it: what `plan` and `run` show before anything is paid. */
export type Planned = {
  readonly plan: Plan;
  /** sha256 (hex) of the plan. */
  readonly hash: string;
  readonly realm: string;
  /** The account's cap. */
  readonly slots: number;
  /** Speed of a simulated run, 1 otherwise. */
  readonly speed: number;
  /** USD left on the account, where the vendor says so. */
  readonly availableUsd?: number;
  /** The smaller of the file's budget and --max-cost. */
  readonly limit?: Quota;
  /** One per node of the plan, same order. */
  readonly decisions: readonly NodeDecision[];
  /** Complete requests by node where they are known; else the node's own fields are shown. */
  readonly requests?: ReadonlyMap<number, JsonObject>;
  readonly warnings: readonly PlanWarning[];
  /** When it will be done if it is run now; absent: it was not asked for, or nothing takes time. */
  readonly foreseen?: Foreseen;
};

/** A problem that stops nothing; `line` and `column` count from 1. */
export type PlanWarning = {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
};

/** A node and what was decided for it. */
export type PlannedNode = { readonly at: number; readonly node: PlanNode; readonly decision: NodeDecision };

/** Quota units. make: this run pays at most; kept: worth of what exists; open: reserved by a run that makes it now. */
export type PlannedCost = {
  readonly total: Quota;
  readonly make: Quota;
  readonly kept: Quota;
  readonly open: Quota;
};

/** The nodes with their decisions. A node without one counts as missing and left alone. */
export function plannedNodes({ plan, decisions }: Planned): readonly PlannedNode[] {
  return plan.nodes.map((node, at) => ({ at, node, decision: decisions[at] ?? UNDECIDED }));
}

export function plannedCost(nodes: readonly PlannedNode[]): PlannedCost {
  const sum = (wanted: (node: PlannedNode) => boolean) =>
    nodes.reduce((total, planned) => total + (wanted(planned) ? planned.node.price : 0), 0);
  return {
    total: sum(() => true),
    make: sum(({ decision }) => decision.action === 'make' && decision.state !== 'open'),
    kept: sum(({ decision }) => isKept(decision)),
    open: sum(({ decision }) => decision.state === 'open'),
  };
}

/** Nothing is paid for it and its file counts: kept or fetched. */
export function isKept(decision: NodeDecision): boolean {
  return decision.state !== 'open' && (decision.action === 'keep' || decision.action === 'fetch');
}

const UNDECIDED: NodeDecision = { state: 'missing', action: 'leave', generation: 1, because: 'not part of this run' };
