import type { ReadonlyPicks } from '../plan/activity.ts';
import type { Scene } from './scene.ts';

/**
 * True for a node that is not wanted in this run, though an older run may have made it: decided so, not picked, or in
 * direct need of one that is (language: Results). `chosen`: the picks that have been answered.
 */
export function isUnwanted(
  { plan, decisions }: Pick<Scene, 'plan' | 'decisions'>,
  node: number,
  chosen: ReadonlyPicks,
) {
  const known = new Map<number, boolean>();
  return unwanted(node);

  function unwanted(at: number): boolean {
    const before = known.get(at);
    if (before !== undefined) return before;
    known.set(at, false);
    const found = isLeft(at) || isUnpicked(at) || edgesOf(at).some(unwanted);
    known.set(at, found);
    return found;
  }

  function isLeft(at: number): boolean {
    const decision = decisions.nodes[at];
    return decision?.action === 'leave' && decision.identity === undefined;
  }

  function isUnpicked(at: number): boolean {
    const source = plan.nodes[at]?.source;
    if (source?.kind !== 'pick' || source.candidate === undefined) return false;
    return chosen[String(source.pick)]?.includes(source.candidate) === false;
  }

  function edgesOf(at: number): readonly number[] {
    return (plan.nodes[at]?.edges ?? []).flatMap((edge) => (edge.kind === 'direct' ? edge.node : []));
  }
}
