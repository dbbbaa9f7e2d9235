import { isJsonObject, type Json } from '../json.ts';
import type { Plan } from '../plan.ts';
import { deferredText } from '../request.ts';
import type { Upstream } from './known.ts';

/**
 * Whether a node's request can be known before the run: what it starts from is settled, and, where an expression in it
 * waits for other nodes, all of those are. `needs` alone delays a node but changes nothing in its request.
 */
export function resolvable(plan: Plan, index: number, upstream: Upstream): boolean {
  const node = plan.nodes[index];
  if (node === undefined) return false;
  const { source } = node;
  if (source?.kind === 'node' && !upstream.settled(source.node)) return false;
  if (source?.kind === 'pick') {
    const start = source.candidate ?? upstream.chosen(source.pick)?.[0];
    if (start === undefined || !upstream.settled(start)) return false;
  }
  const waits = node.kind === 'concat' || hasDeferred(node.fields ?? {});
  return !waits || node.edges.every((edge) => edge.kind === 'candidate' || upstream.settled(edge.node));
}

function hasDeferred(value: Json): boolean {
  if (deferredText(value) !== undefined) return true;
  if (Array.isArray(value)) return value.some((item: Json) => hasDeferred(item));
  return isJsonObject(value) && Object.values(value).some((member) => hasDeferred(member));
}
