import type { KnownMake } from '../make.ts';
import type { Plan } from '../plan.ts';
import type { Known } from './known.ts';

/**
 * Hands out the makes of nodes that have left the file, by step and identity: the smallest old name first, each once.
 * One whose file a node of the plan has taken over already is not handed out again: an equal request is a new take.
 */
export function createRenames(plan: Plan, known: Known): (step: string, identity: string) => KnownMake | undefined {
  const names = new Set(plan.nodes.map((node) => node.id));
  const held = new Set([...known.makes].flatMap(([node, makes]) => (names.has(node) ? makes.map(fileOf) : [])));
  const pool = new Map<string, KnownMake[]>();
  for (const [node, makes] of [...known.makes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (names.has(node)) continue;
    const seen = new Set<string>();
    for (const make of makes) {
      const key = `${make.step} ${make.identity}`;
      if (seen.has(key) || held.has(fileOf(make))) continue;
      seen.add(key);
      const there = pool.get(key);
      if (there) there.push(make);
      else pool.set(key, [make]);
    }
  }
  const taken = new Set<string>();
  return (step, identity) => {
    const found = pool.get(`${step} ${identity}`)?.find((make) => !taken.has(make.node));
    if (found) taken.add(found.node);
    return found;
  };
}

function fileOf({ step, identity, sha256 }: KnownMake): string {
  return `${step} ${identity} ${sha256}`;
}
