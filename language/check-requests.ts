import { inferredAction } from '../plan/complete-request.ts';
import { isJsonObject, type JsonObject } from '../plan/json.ts';
import { ambiguousAction } from '../plan/rules/action-needs.ts';
import type { MediaViolation } from '../plan/rules/media.ts';
import { checkRequest, type Violation } from '../plan/rules.ts';
import type { Compilation } from './compilation.ts';
import type { Draft } from './draft.ts';
import type { Requests } from './requests.ts';
import { type Span, spanOfValue } from './tree.ts';

/**
 * Checks every possible request of a node by the API profile's rules; each violation points at its field. `written`:
 * what stood there before an action was inferred, the source's fields among it.
 */
export function checkRequests(
  compilation: Compilation,
  draft: Draft,
  { requests, written }: { readonly requests: Requests; readonly written: Requests },
): void {
  for (const request of requests) {
    // What an inferred action lacks is said by the rule of the field that it was inferred from.
    const isInferred = !draft.fields.has('action') && request.action === inferredAction(request);
    for (const violation of checkRequest(request, compilation.api)) {
      if (violation.code !== 'ACTION_NEEDS' || !isInferred) reportViolation(compilation, draft, violation);
    }
  }
  checkAmbiguity(compilation, draft, written);
  checkSigned(compilation, draft);
}

function reportViolation({ file, report }: Compilation, draft: Draft, violation: Violation): void {
  const { code, severity, path, message, hint = '', rule } = violation;
  // A value that came with the source's request, or by default, is nobody's mistake here.
  const layer = draft.fields.get(String(path[0]))?.layer;
  if (NO_EFFECT.includes(code) && layer !== 'with' && layer !== 'link') return;
  // What seems missing may be what is written wrong.
  const isMended = file.mended === 'all' || file.mended.has(draft.checked.id);
  if (isMended && !draft.fields.has(String(path[0]))) return;
  const place = placeOf(draft, path);
  report.add({
    code,
    span: place.span,
    path: place.path,
    message: `${message}${instanceWords(draft)}`,
    hint,
    severity,
    rule,
  });
}

const NO_EFFECT: readonly string[] = ['ASPECT_RATIO_NO_EFFECT', 'DURATION_NO_EFFECT'];

/** Says what is wrong with a file that a node's media name. */
export function reportMedia({ report }: Compilation, draft: Draft, violation: MediaViolation): void {
  const { code, severity, path, message, rule } = violation;
  report.add({ code, severity, rule, message: `${message}${instanceWords(draft)}`, ...placeOf(draft, path) });
}

function checkAmbiguity({ report }: Compilation, draft: Draft, written: Requests): void {
  const found = written.map((fields) => ambiguousAction(fields)).find((finding) => finding !== undefined);
  if (found === undefined) return;
  // Of a promote's fields one may have come with the source: the one that is written here is pointed at.
  const here = found.fields.find((field) => draft.fields.has(field));
  const { span, path } = placeOf(draft, here === undefined ? [] : [here]);
  report.add({ code: 'ACTION_AMBIGUOUS', span, path, message: found.message, rule: 24 });
}

/** Signed URLs end, and another signature is another identity. */
function checkSigned({ file, report }: Compilation, draft: Draft): void {
  const { source } = draft.node;
  const from = ['steps', draft.checked.id, 'with', 'from'];
  const written = Object.entries(draft.own).map(([field, value]) => ({ value, ...placeOf(draft, [field]) }));
  const url = source?.kind === 'url' ? [{ value: source.url, span: spanOfValue(file.tree, from), path: from }] : [];
  for (const { value, span, path } of [...url, ...written]) {
    if (!SIGNED.test(JSON.stringify(value))) continue;
    const message = 'the URL is signed: it ends, and each new signature makes the shot stale';
    const hint = 'use a URL that stays';
    report.add({ code: 'URL_SIGNED', span, path, message, hint, severity: 'warning' });
  }
}

const SIGNED = /https?:[^"]*[?&](X-Amz-Signature|X-Goog-Signature|Signature|sig|token|Expires)=/i;

/** Where a field was written, else the step (for what is missing). */
export function placeOf(
  draft: Draft,
  path: readonly (string | number)[],
): { readonly span: Span; readonly path: readonly (string | number)[] } {
  const [name, ...rest] = path;
  const field = draft.fields.get(String(name));
  if (field === undefined) return { span: draft.span, path: ['steps', draft.checked.id] };
  const { tree } = field.compiled;
  const span = tree.kind === 'scalar' ? tree.span : rest.length === 0 ? field.keySpan : spanOfValue(tree, rest);
  return { span, path: [...field.path, ...rest] };
}

/** Names the instance where a step has several: the same place may be right for the others. */
function instanceWords({ node }: Draft): string {
  return node.key === '' ? '' : ` (${node.id})`;
}

/** True if every value of a request is known. */
export function isKnown(request: JsonObject): boolean {
  return !Object.values(request).some(holdsDeferred);
}

function holdsDeferred(value: JsonObject[string]): boolean {
  if (Array.isArray(value)) return value.some(holdsDeferred);
  return isJsonObject(value) && ('$deferred' in value || Object.values(value).some(holdsDeferred));
}
