import type { Plan } from '../plan.ts';
import type { Outlook, Standing } from './outlook.ts';

/** How the nodes of a plan stand for a play, where what nobody has answered yet is not answered. */
export type Prospect = {
  /** As in the outlook, but for candidates that nobody will go on with: those are over. */
  readonly standings: readonly Standing[];
  /** Questions and trouble that wait for a person for ever. */
  readonly people: ReadonlySet<number>;
  /** Questions that answer themselves: after so long, ms. */
  readonly patienceMs: ReadonlyMap<number, number>;
};

export function prospectOf({ plan, standings }: Outlook): Prospect {
  const unchosen = unchosenOf(plan, standings);
  const seen = standings.map((standing, at) => (unchosen.has(at) ? 'over' : standing));
  const people = new Set<number>();
  const patienceMs = new Map<number, number>();
  seen.forEach((standing, at) => {
    const node = plan.nodes[at];
    if (standing === 'over' || node === undefined) return;
    if (standing === 'held') people.add(at);
    if (node.kind !== 'pick' && node.kind !== 'approve') return;
    const goesOn = node.pick?.onTimeout === 'first' ? node.timeoutMs : undefined;
    if (goesOn === undefined) people.add(at);
    else patienceMs.set(at, Math.max(1, goesOn - (typeof standing === 'object' ? standing.elapsedMs : 0)));
  });
  return { standings: seen, people, patienceMs };
}

/**
 * Where each candidate of a pick has its own node behind it, only as many of those are made as will be chosen: the first
 * ones stand for them.
 */
function unchosenOf({ nodes }: Plan, standings: readonly Standing[]): ReadonlySet<number> {
  const unchosen = new Set<number>();
  const isOpen = (at: number) => standings[at] !== 'over';
  let before = -1;
  // Edges may point forward: once more as long as something was found.
  while (unchosen.size > before) {
    before = unchosen.size;
    nodes.forEach(({ source, edges }, at) => {
      if (unchosen.has(at)) return;
      const isBehind = edges.some(({ node, kind }) => kind === 'direct' && unchosen.has(node));
      if (isBehind || isLeftOut(source)) unchosen.add(at);
    });
  }
  return unchosen;

  function isLeftOut(source: Plan['nodes'][number]['source']): boolean {
    if (source?.kind !== 'pick' || source.candidate === undefined || !isOpen(source.pick)) return false;
    const pick = nodes[source.pick]?.pick;
    return pick !== undefined && pick.candidates.indexOf(source.candidate) >= pick.choose;
  }
}
