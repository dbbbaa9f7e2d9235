import { completeRequest, isRequest } from '../complete-request.ts';
import { deriveRequest } from '../derive-request.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Plan } from '../plan.ts';
import { deferredText, type Request } from '../request.ts';
import type { Upstream } from './known.ts';

/**
 * The request of a node that needs nothing upstream to be made first: one whose fields are all known, or a promote of
 * a source whose request is known, made or not. `needs` alone delays a node and changes nothing in its request.
 */
export function requestBeforehand(plan: Plan, index: number, upstream: Upstream): Request | undefined {
  const node = plan.nodes[index];
  if (node === undefined || hasDeferred(node.fields ?? {})) return undefined;
  const fields = node.fields ?? {};
  if (node.kind === 'generate') return checked(completeRequest(fields));
  const start = node.kind === 'promote' ? startOf(plan, index, upstream) : undefined;
  const source = start === undefined ? undefined : upstream.request(start);
  if (start === undefined || source === undefined) return undefined;
  return checked(deriveRequest({ kind: 'promote', source, fields, actionWritten: isActionWritten(plan, start) }));
}

/** The node that a derived one starts from, as far as picks are answered. */
export function startOf(plan: Plan, index: number, upstream: Upstream): number | undefined {
  const source = plan.nodes[index]?.source;
  if (source === undefined || source.kind === 'url') return undefined;
  if (source.kind === 'node') return source.node;
  return source.candidate ?? upstream.chosen(source.pick)?.[0];
}

function checked(request: JsonObject): Request | undefined {
  return isRequest(request) ? request : undefined;
}

/** A promote keeps its source's action only where somebody wrote one, there or further up. */
function isActionWritten(plan: Plan, index: number, seen: ReadonlySet<number> = new Set()): boolean {
  const node = plan.nodes[index];
  if (node === undefined || seen.has(index)) return false;
  if (node.fields?.action !== undefined) return true;
  if (node.kind !== 'promote' || node.source?.kind !== 'node') return false;
  return isActionWritten(plan, node.source.node, new Set([...seen, index]));
}

function hasDeferred(value: Json): boolean {
  if (deferredText(value) !== undefined) return true;
  if (Array.isArray(value)) return value.some((item: Json) => hasDeferred(item));
  return isJsonObject(value) && Object.values(value).some((member) => hasDeferred(member));
}
