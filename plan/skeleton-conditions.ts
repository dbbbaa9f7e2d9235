import type { Decisions } from './decisions.ts';
import { boundsOfUses, partRanges, type Ranges } from './part-ranges.ts';
import type { Plan, PlanNode } from './plan.ts';
import type { Bound, Cap, Range, Skeleton } from './skeleton.ts';

type Sparse = Pick<Skeleton, 'conditions' | 'approvals' | 'tolerant' | 'bounds' | 'caps' | 'lenient'>;

/** What only some nodes of [from, to) have: conditions, approves, tolerated failures; with the first part all bounds. */
export function sparseOf(plan: Plan, decisions: Decisions, from: number, to: number): Sparse {
  const nodes = plan.nodes.slice(from, to).map((node, index) => ({ node, at: from + index }));
  const conditions = nodes.flatMap(({ node, at }) => {
    const { action, conditional } = decisions.nodes[at] ?? {};
    const own = node.condition?.kind;
    if (conditional === true) return [[at, own ?? 'kept'] as const];
    return own !== undefined && action === 'make' ? [[at, own] as const] : [];
  });
  const approvals = nodes.flatMap(({ node, at }) => (node.approve === undefined ? [] : [[at, node.approve] as const]));
  const tolerant = nodes.flatMap(({ node, at }) => (node.continueOnError === true ? [at] : []));
  const ranges: Ranges = from === 0 ? partRanges(plan) : new Map();
  const bounds = from === 0 ? [...boundsOf(plan), ...boundsOfUses(plan, ranges)] : [];
  const caps = capsOf(plan, ranges);
  const lenient = lenientOf(plan, ranges);
  return {
    ...(conditions.length > 0 && { conditions: Object.fromEntries(conditions) }),
    ...(approvals.length > 0 && { approvals: Object.fromEntries(approvals) }),
    ...(tolerant.length > 0 && { tolerant }),
    ...(bounds.length > 0 && { bounds }),
    ...(caps.length > 0 && { caps }),
    ...(lenient.length > 0 && { lenient }),
  };
}

/** Bytes that a node's rare columns take as JSON, roughly. */
export function sparseBytes({ condition, approve, continueOnError }: PlanNode): number {
  const shown = approve === undefined ? 0 : 50 + approve.show.length * 7;
  return (condition === undefined ? 0 : 26) + (continueOnError === true ? 7 : 0) + shown;
}

/** Puts the rare columns of two parts together. */
export function joinSparse(a: Sparse, b: Sparse): Sparse {
  return {
    ...((a.conditions ?? b.conditions) && { conditions: { ...a.conditions, ...b.conditions } }),
    ...((a.approvals ?? b.approvals) && { approvals: { ...a.approvals, ...b.approvals } }),
    ...((a.tolerant ?? b.tolerant) && { tolerant: [...(a.tolerant ?? []), ...(b.tolerant ?? [])] }),
    ...(a.bounds && { bounds: a.bounds }),
    ...(a.caps && { caps: a.caps }),
    ...(a.lenient && { lenient: a.lenient }),
  };
}

function capsOf({ parts = [] }: Plan, ranges: Ranges): readonly Cap[] {
  return parts.flatMap(({ id, limit }): readonly Cap[] => {
    const range = ranges.get(id);
    return limit === undefined || range === undefined ? [] : [{ ...range, limit }];
  });
}

function lenientOf({ parts = [] }: Plan, ranges: Ranges): readonly Range[] {
  return parts.flatMap(({ id, continueOnError }) => (continueOnError ? (ranges.get(id) ?? []) : []));
}

/** The nodes of a step stand side by side. */
function boundsOf(plan: Plan): readonly Bound[] {
  const bounds: Bound[] = [];
  plan.nodes.forEach(({ step, maxParallel, failFast }, at) => {
    if (maxParallel === undefined && failFast === undefined) return;
    const last = bounds.at(-1);
    if (last !== undefined && last.to === at && plan.nodes[last.from]?.step === step) {
      bounds[bounds.length - 1] = { ...last, to: at + 1 };
      return;
    }
    const own = { ...(maxParallel !== undefined && { maxParallel }), ...(failFast && { failFast }) };
    bounds.push({ from: at, to: at + 1, ...own });
  });
  return bounds;
}
