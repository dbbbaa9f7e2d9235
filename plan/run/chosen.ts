import type { ReadonlyPicks } from '../activity.ts';
import type { Run } from './run.ts';

/** What the picks upstream of a node chose, at most `depth` edges away: what its request or its film depends on. */
export function chosenAbove(run: Run, node: number, depth: number): ReadonlyPicks {
  const chosen: { [pick: string]: readonly number[] } = {};
  const seen = new Set([node]);
  let level = [node];
  for (let step = 0; step < depth && level.length > 0; step += 1) {
    const next: number[] = [];
    for (const at of level) {
      for (const edge of run.skeleton.edges[at] ?? []) {
        if (seen.has(edge.node)) continue;
        seen.add(edge.node);
        next.push(edge.node);
        const picked = run.state.picks[edge.node];
        if (picked !== undefined) chosen[edge.node] = picked;
      }
    }
    level = next;
  }
  return chosen;
}
