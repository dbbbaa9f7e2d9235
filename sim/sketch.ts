import type { ConditionKind } from '../plan/condition.ts';
import type { Approve, Edge, Pick, Source } from '../plan/plan.ts';
import type { Bound, Skeleton } from '../plan/skeleton.ts';

/** One node of a plan for tests: only what it says differs from a plain render of 100 units. */
export type NodeSketch = {
  readonly id?: string;
  readonly kind?: Skeleton['kinds'][number];
  readonly edges?: readonly Edge[];
  readonly source?: Source;
  readonly action?: 'k' | 'f' | 'm' | 'l';
  readonly price?: number;
  readonly retry?: number;
  readonly priority?: number;
  readonly pick?: Pick;
  readonly timeoutMs?: number;
  readonly condition?: ConditionKind;
  readonly approve?: Approve;
  readonly tolerant?: true;
};

type Rest = Partial<Pick2<Skeleton, 'weight' | 'priority' | 'limit' | 'onExceed' | 'counts' | 'bounds' | 'caps'>>;
type Pick2<T, K extends keyof T> = { readonly [P in K]: T[P] };

export function skeletonOf(nodes: readonly NodeSketch[], rest: Rest = {}): Skeleton {
  return {
    total: nodes.length,
    ids: nodes.map((node, index) => node.id ?? `n${index}`),
    kinds: nodes.map((node) => node.kind ?? 'generate'),
    edges: nodes.map((node) => node.edges ?? []),
    sources: nodes.map((node) => node.source ?? null),
    actions: nodes.map((node) => node.action ?? 'm').join(''),
    generations: nodes.map(() => 1),
    prices: nodes.map(
      (node) => node.price ?? (node.kind === 'pick' || node.kind === 'approve' || node.kind === 'concat' ? 0 : 100),
    ),
    renderMs: nodes.map(() => 1_000),
    timeoutMs: nodes.map((node) => node.timeoutMs ?? null),
    retries: nodes.map((node) => node.retry ?? 3),
    priorities: nodes.map((node) => node.priority ?? 0),
    picks: nodes.map((node) => node.pick ?? null),
    weight: 1,
    priority: 0,
    limit: null,
    warnAt: 1,
    onExceed: 'pause',
    counts: 'in-flight',
    ...sparse(nodes),
    ...rest,
  };
}

function sparse(nodes: readonly NodeSketch[]): Pick2<Skeleton, 'conditions' | 'approvals' | 'tolerant'> {
  return {
    conditions: Object.fromEntries(nodes.flatMap(({ condition }, at) => (condition ? [[at, condition]] : []))),
    approvals: Object.fromEntries(nodes.flatMap(({ approve }, at) => (approve ? [[at, approve]] : []))),
    tolerant: nodes.flatMap(({ tolerant }, at) => (tolerant ? [at] : [])),
  };
}

/** One step of the nodes [from, to). */
export function bound(from: number, to: number, how: Omit<Bound, 'from' | 'to'>): Bound {
  return { from, to, ...how };
}

/** `count` renders that depend on nothing. */
export function renders(count: number): NodeSketch[] {
  return Array.from({ length: count }, () => ({}));
}
