import type { JsonObject } from '../plan/json.ts';
import { type Compilation, spanOfStep } from './compilation.ts';
import { expressionsIn } from './compiled-value.ts';
import { commonNode, type Draft } from './draft.ts';
import { edgesOf, mergedEdges, needsEdges, referencesIn } from './edges.ts';
import type { ExpandedStep } from './instance.ts';
import { evaluateFields, fieldsAt } from './layers.ts';
import type { Names } from './names.ts';
import { overOf } from './over-of.ts';
import type { FetchStep } from './schema/steps.ts';

/** One node an instance. A URL stands in it as it is; a path is looked at later, with all other local files. */
export function draftFetch(
  compilation: Compilation,
  { checked, instances }: ExpandedStep,
  names: Names,
  step: FetchStep,
): readonly Draft[] {
  const { report } = compilation;
  const path = ['steps', checked.id, 'with'];
  const span = spanOfStep(compilation, checked);
  const fields = fieldsAt(compilation, path, 'with', 'with', names, []);
  if (fields.size !== 1) {
    const message = 'a fetch step names one url, or one path';
    report.add({
      code: 'FETCH',
      span,
      path,
      message,
      hint: 'with: { url: https://… } or with: { path: ./frames/a.png }',
    });
  }
  for (const { compiled, keySpan, path: at } of fields.values()) {
    if (!expressionsIn(compiled).some(({ waits }) => waits.length > 0) && !isDeferred(compiled)) continue;
    const message = 'what is fetched is known before the run: it can depend on inputs, vars and matrix, not on steps';
    report.add({ code: 'FETCH', span: keySpan, path: at, message });
  }
  const references = referencesIn([...fields.values()].flatMap(({ compiled }) => expressionsIn(compiled)));
  const needs = needsEdges(compilation, checked.id, step.needs);
  return instances.map((instance): Draft => {
    const over = overOf(compilation, instance);
    const edges = mergedEdges([...over.edges, ...edgesOf(compilation, references, instance), ...needs]);
    const own = evaluateFields(compilation, fields, instance);
    const from = urlOf(own);
    const node = { ...commonNode(compilation, checked, instance), kind: 'fetch' as const, edges, ...from };
    return { node: over.source === undefined ? node : { ...node, source: over.source }, checked, fields, own, span };
  });
}

function urlOf({ url }: JsonObject): { readonly fetch?: { readonly url: string } } {
  return typeof url === 'string' ? { fetch: { url } } : {};
}

function isDeferred(compiled: { readonly kind: string; readonly isDeferred?: boolean }): boolean {
  return compiled.kind === 'text' && compiled.isDeferred === true;
}
