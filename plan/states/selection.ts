import type { NodeKind, Plan } from '../plan.ts';
import { isNamed } from '../step-path.ts';
import type { DecideOptions } from './known.ts';

export type Selection = { readonly nodes: ReadonlySet<number>; readonly unmatched: readonly string[] };

/**
 * The nodes that a run is about: all; or with `only` the named ones, with `from` the named ones and all downstream;
 * in both cases with what they lack upstream (`lacks`: nothing was ever made for it).
 */
export function selectionOf(plan: Plan, options: DecideOptions, lacks: (node: number) => boolean): Selection {
  const { only, from, remake = [] } = options;
  const names = [...(only ?? []), ...(from ?? []), ...remake];
  const unmatched = names.filter((name) => !plan.nodes.some((node) => isNamed(node, name)));
  if (only === undefined && from === undefined) return { nodes: new Set(plan.nodes.keys()), unmatched };
  const named = (wanted: readonly string[]) =>
    [...plan.nodes.keys()].filter((index) => {
      const node = plan.nodes[index];
      return node !== undefined && wanted.some((name) => isNamed(node, name));
    });
  const chosen = new Set([...named(only ?? []), ...downstream(plan, named(from ?? [])), ...named(remake)]);
  return { nodes: withLacking(plan, chosen, lacks), unmatched };
}

function downstream(plan: Plan, start: readonly number[]): ReadonlySet<number> {
  const after = new Map<number, number[]>();
  plan.nodes.forEach((node, index) => {
    for (const edge of node.edges) {
      const there = after.get(edge.node);
      if (there) there.push(index);
      else after.set(edge.node, [index]);
    }
  });
  return closure(start, (node) => after.get(node) ?? []);
}

function withLacking(plan: Plan, start: ReadonlySet<number>, lacks: (node: number) => boolean): ReadonlySet<number> {
  return closure([...start], (node) =>
    (plan.nodes[node]?.edges ?? [])
      .map((edge) => edge.node)
      .filter((above) => isQuestion(plan.nodes[above]?.kind) || lacks(above)),
  );
}

function closure(start: readonly number[], next: (node: number) => readonly number[]): ReadonlySet<number> {
  const seen = new Set(start);
  const left = [...start];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    for (const other of next(node)) {
      if (seen.has(other)) continue;
      seen.add(other);
      left.push(other);
    }
  }
  return seen;
}

/** What a person answers is asked again wherever it stands in the way. */
function isQuestion(kind: NodeKind | undefined): boolean {
  return kind === 'pick' || kind === 'approve';
}
