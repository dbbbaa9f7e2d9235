import { canonicalJson, type JsonObject } from '../plan/json.ts';
import type { PlanNode } from '../plan/plan.ts';
import { isPriceDeferred, paidSeconds, priceOf, renderMsOf } from '../plan/prices.ts';
import { whatIsMade } from '../plan/request-fields.ts';
import type { Compilation } from './compilation.ts';
import type { Draft } from './draft.ts';
import { promotionsOf, type Requests } from './requests.ts';

/** A node with its request's fields, price, seconds and time: the most that its possible requests come to. */
export function finishNode(
  { api }: Compilation,
  draft: Draft,
  drafts: readonly Draft[],
  all: readonly Requests[],
  index: number,
): PlanNode {
  const { node } = draft;
  const requests = all[index] ?? [];
  if (requests.length === 0) return node;
  const paid = node.kind === 'promote' ? changed(draft, drafts, all) : requests;
  const prices = paid.map((request) => priceOf(request, api));
  const price = Math.max(0, ...prices);
  const isAtMost =
    paid.some((request) => isPriceDeferred(request, api)) ||
    prices.some((other) => other !== price) ||
    (paid.length > 0 && paid.length < requests.length);
  return {
    ...node,
    ...(node.kind === 'generate' ? { fields: fieldsOf(draft, requests[0] ?? {}) } : {}),
    price,
    seconds: Math.max(0, ...paid.map((request) => paidSeconds(request, api))),
    renderMs: Math.max(0, ...paid.map(renderMsOf)),
    ...(isAtMost || (node.condition !== undefined && node.condition.kind !== 'always') ? { atMost: true } : {}),
  };
}

/** An inferred action is left out: what is filled in at submit decides it. */
function fieldsOf({ own }: Draft, { action, ...fields }: JsonObject): JsonObject {
  return own.action === undefined || own.action === null || action === undefined ? fields : { ...fields, action };
}

/** A promote that changes nothing takes its source's file, at no cost. */
function changed(draft: Draft, drafts: readonly Draft[], all: readonly Requests[]): readonly JsonObject[] {
  return promotionsOf(draft, drafts, all).flatMap(({ source, request }) =>
    source !== undefined && sameMake(source, request) ? [] : [request],
  );
}

function sameMake(one: JsonObject, other: JsonObject): boolean {
  return canonicalJson(whatIsMade(one)) === canonicalJson(whatIsMade(other));
}
