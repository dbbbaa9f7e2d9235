import { deriveRequest } from '../plan/derive-request.ts';
import { canonicalJson } from '../plan/json.ts';
import { dollars, type Quota, quotaOf, usdOf } from '../plan/quota.ts';
import { whatIsMade } from '../plan/request-fields.ts';
import { isKnown } from './check-requests.ts';
import type { Compilation } from './compilation.ts';
import type { Draft } from './draft.ts';
import type { Requests } from './requests.ts';
import { spanOfValue } from './tree.ts';

/** Warns of requests that are equal: two generates (two takes, two purchases). */
export function noteTwins({ report }: Compilation, drafts: readonly Draft[], requests: readonly Requests[]): void {
  const seen = new Map<string, Draft>();
  for (const [index, draft] of drafts.entries()) {
    const [request] = requests[index] ?? [];
    if (draft.node.kind !== 'generate' || request === undefined || !isKnown(request)) continue;
    const text = canonicalJson(whatIsMade(request));
    const before = seen.get(text);
    if (before === undefined) {
      seen.set(text, draft);
      continue;
    }
    // Where two names are one, that is what is wrong.
    if (before.node.id.toLowerCase() === draft.node.id.toLowerCase()) continue;
    const message = `${draft.node.id} has the same request as ${before.node.id}: two takes, two purchases`;
    report.add({
      code: 'TWO_PURCHASES',
      span: draft.span,
      path: ['steps', draft.checked.id],
      message,
      severity: 'warning',
    });
  }
}

/** Warns of picks whose candidates become one request when promoted: the vendor has no seed, so the choice is lost. */
export function notePicks({ report }: Compilation, drafts: readonly Draft[], requests: readonly Requests[]): void {
  for (const draft of drafts) {
    const { source, kind } = draft.node;
    if (kind !== 'promote' || source?.kind !== 'pick' || source.candidate !== undefined) continue;
    const candidates = drafts[source.pick]?.node.pick?.candidates ?? [];
    const promoted = candidates
      .flatMap((node) => requests[node] ?? [])
      .map((request) => deriveRequest({ kind, source: request, fields: draft.own }))
      .filter(isKnown)
      .map((request) => canonicalJson(whatIsMade(request)));
    if (new Set(promoted).size === promoted.length) continue;
    const pick = drafts[source.pick]?.node.id ?? '';
    const message = `candidates of ${pick} become the same request when promoted: whichever is picked, another take is made`;
    const hint = 'the vendor has no seed; let the candidates differ in their prompts';
    const { span } = draft;
    report.add({
      code: 'PICK_SAME_REQUEST',
      span,
      path: ['steps', draft.checked.id],
      message,
      hint,
      severity: 'warning',
    });
  }
}

/** Warns of resends with the same key where the vendor does not promise to honour it: they may be paid twice. */
export function noteSameKey({ file, api, report }: Compilation): void {
  if (api.idempotency.honoured) return;
  for (const { id, step } of file.steps) {
    if (!('on-ambiguous' in step) || step['on-ambiguous'] !== 'same-key') continue;
    const path = ['steps', id, 'on-ambiguous'];
    const message = `the API profile ${api.name} does not promise to honour idempotency keys: a resend may be paid twice`;
    const span = spanOfValue(file.tree, path);
    report.add({
      code: 'SAME_KEY_NOT_HONOURED',
      span,
      path,
      message,
      hint: 'write on-ambiguous: hold',
      severity: 'warning',
    });
  }
}

/** Warns where the estimate is above the budget's limit. */
export function noteBudget({ file, report }: Compilation, limit: Quota | undefined, estimate: Quota): void {
  if (limit === undefined || estimate <= limit) return;
  const path = ['budget', 'limit'];
  const message = `the whole pipeline is estimated at ${dollars(estimate)}; the limit is ${dollars(limit)}`;
  const hint = `what is made already costs nothing; limit: ${Math.ceil(usdOf(estimate) * 100) / 100} covers all of it`;
  report.add({
    code: 'BUDGET_TOO_SMALL',
    span: spanOfValue(file.tree, path),
    path,
    message,
    hint,
    severity: 'warning',
  });
}

/** The budget's limit in quota units; more than two decimals of a dollar are no amount of money. */
export function limitOf(usd: number): Quota | undefined {
  return Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-6 && usd > 0 ? quotaOf(usd) : undefined;
}
