import { canonicalJson, type Json } from '../../plan/json.ts';
import type { Plan, PlanNode } from '../../plan/plan.ts';
import { deferredText } from '../../plan/request.ts';

/** Nodes of `among` (indices) whose requests are equal: each is a purchase of its own. Groups of two or more. */
export function twins(plan: Plan, among: readonly number[]): readonly (readonly number[])[] {
  const keys = new Map<number, string>();
  const groups = new Map<string, number[]>();
  for (const at of among) {
    const key = requestKey(plan, at, keys, 0);
    if (key === undefined) continue;
    groups.set(key, [...(groups.get(key) ?? []), at]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Text that is equal for equal requests; undefined where a request is known only at submit. */
function requestKey(plan: Plan, at: number, known: Map<number, string>, depth: number): string | undefined {
  const found = known.get(at);
  if (found !== undefined) return found;
  const node = plan.nodes[at];
  if (node?.fields === undefined || isDeferred(node.fields) || depth > MOST_LINKS) return undefined;
  const source = sourceKey(plan, node, known, depth);
  if (source === undefined) return undefined;
  const key = `${node.kind === 'link' ? `link ${source}` : source} ${canonicalJson(node.fields)}`;
  known.set(at, key);
  return key;
}

function sourceKey(
  plan: Plan,
  { source, kind }: PlanNode,
  known: Map<number, string>,
  depth: number,
): string | undefined {
  if (source === undefined) return 'own';
  if (source.kind === 'url') return canonicalJson(['url', source.url]);
  if (source.kind === 'pick') return `pick ${source.pick} ${source.candidate ?? ''}`;
  // A promote takes its source's request, so equal sources make equal promotes; a link continues one very file.
  return kind === 'link' ? `node ${source.node}` : requestKey(plan, source.node, known, depth + 1);
}

function isDeferred(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return deferredText(value) !== undefined || Object.values(value).some(isDeferred);
}

const MOST_LINKS = 200;
