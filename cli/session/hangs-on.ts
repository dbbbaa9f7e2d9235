import type { Plan } from '../../plan/plan.ts';

/**
 * The nodes that this run may turn out not to make, by their index: what hangs on a person's answer or on a condition
 * that is decided in the run, and what refers to such a node directly. `isMade`: it is to be made in this run.
 */
export function hangsOnRun(plan: Plan, isMade: (node: number) => boolean): ReadonlySet<number> {
  const known = new Map<number, boolean>();
  return new Set([...plan.nodes.keys()].filter(hangs));

  function hangs(at: number): boolean {
    const before = known.get(at);
    if (before !== undefined) return before;
    known.set(at, false);
    const node = plan.nodes[at];
    const { condition, source } = node ?? {};
    const isDecided = condition === undefined || condition.kind === 'always';
    const isOneOfMany = source?.kind === 'pick' && source.candidate !== undefined && isMade(source.pick);
    const found = isMade(at) && (!isDecided || isOneOfMany || (node?.edges ?? []).some((edge) => hangsBy(edge)));
    known.set(at, found);
    return found;
  }

  function hangsBy({ node: at, kind }: Plan['nodes'][number]['edges'][number]): boolean {
    if (!isMade(at) || kind === 'candidate') return false;
    return plan.nodes[at]?.kind === 'approve' || (kind === 'direct' && hangs(at));
  }
}
