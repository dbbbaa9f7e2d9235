import type { Plan } from '../../plan/plan.ts';
import type { NodeState } from '../../plan/run-view.ts';
import type { NodeReport } from '../../plan/states/index.ts';

export type LetGo = {
  /** The questions with an answer; of an open run those whose answer it has not heard. */
  readonly answered: readonly number[];
  /** What is made because of these answers and waits for no other one: places in the plan. */
  readonly nodes: readonly number[];
};

/**
 * What the answers that are given today let go on. `decided`: what the planner decides for each node with them;
 * `stateOf`: how the nodes of an open run stand, absent where none is open.
 */
export function letGo(
  plan: Plan,
  decided: readonly NodeReport[],
  stateOf?: (node: number) => NodeState | undefined,
): LetGo {
  const questions = [...plan.nodes.keys()].filter((at) => isQuestion(plan, at));
  const isUnanswered = (at: number) => decided[at]?.decision.action === 'make';
  const isHeard = (at: number) => stateOf !== undefined && stateOf(at) !== 'asking';
  const answered = questions.filter((at) => !isUnanswered(at) && isAnswered(decided[at]) && !isHeard(at));
  const downstream = downstreamOf(plan);
  const held = downstream(questions.filter(isUnanswered));
  const released = downstream(answered);
  const nodes = [...released].filter((at) => {
    const { action, state } = decided[at]?.decision ?? {};
    const isNew = stateOf === undefined || stateOf(at) === 'waiting';
    const isMade = (action === 'make' || action === 'fetch') && state !== 'open';
    return isMade && isNew && !held.has(at) && !isQuestion(plan, at);
  });
  return { answered, nodes: nodes.sort((a, b) => a - b) };
}

function isQuestion({ nodes }: Plan, at: number): boolean {
  return nodes[at]?.pick !== undefined || nodes[at]?.approve !== undefined;
}

/** A rejection is an answer as well. */
function isAnswered(report: (NodeReport & { readonly rejected?: true }) | undefined): boolean {
  return report?.decision.action === 'keep' || report?.rejected === true;
}

/** All that depends on some nodes, at any distance. */
function downstreamOf({ nodes }: Plan): (from: readonly number[]) => ReadonlySet<number> {
  const below = new Map<number, number[]>();
  nodes.forEach(({ edges }, at) => {
    for (const { node } of edges) below.set(node, [...(below.get(node) ?? []), at]);
  });
  return (from) => {
    const found = new Set<number>();
    const next = [...from];
    for (let at = next.pop(); at !== undefined; at = next.pop()) {
      for (const one of below.get(at) ?? []) {
        if (found.has(one)) continue;
        found.add(one);
        next.push(one);
      }
    }
    return found;
  };
}
