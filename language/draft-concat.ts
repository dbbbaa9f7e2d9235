import { type Compilation, contextOf, spanOfStep } from './compilation.ts';
import { type Compiled, compileValue, evaluateCompiled, expressionsIn } from './compiled-value.ts';
import { commonNode, type Draft } from './draft.ts';
import { edgesOf, mergedEdges, needsEdges, referencesIn } from './edges.ts';
import type { ExpandedStep } from './instance.ts';
import type { Names } from './names.ts';
import { overOf } from './over-of.ts';
import type { ConcatStep } from './schema/steps.ts';
import { treeAt } from './tree.ts';

/** One node an instance, which joins the videos of other nodes. */
export function draftConcat(
  compilation: Compilation,
  { checked, instances }: ExpandedStep,
  names: Names,
  step: ConcatStep,
): readonly Draft[] {
  const path = ['steps', checked.id, 'with', 'videos'];
  const tree = treeAt(compilation.file.tree, path);
  if (tree === undefined) return [];
  const { report } = compilation;
  const compiled = compileValue(tree, path, { names, contexts: 'with', report });
  const outside = textOutside(compiled);
  if (outside !== undefined) {
    const hint = 'write videos: "${{ steps.final.*.outputs.video }}"';
    const message = `"${String(outside.value)}" is no video of a node`;
    report.add({ code: 'REFERENCE_KIND', span: outside.tree.span, path, message, hint });
  }
  const references = referencesIn(expressionsIn(compiled));
  const needs = needsEdges(compilation, checked.id, step.needs);
  const span = spanOfStep(compilation, checked);
  return instances.map((instance): Draft => {
    const over = overOf(compilation, instance);
    const edges = mergedEdges([...over.edges, ...edgesOf(compilation, references, instance), ...needs]);
    const value = evaluateCompiled(compiled, contextOf(compilation, instance), report);
    // One video is a list of one; `*` gives a list by itself.
    const videos =
      references.some(({ reference }) => reference.kind === 'star') || Array.isArray(value) ? value : [value];
    const node = { ...commonNode(compilation, checked, instance), kind: 'concat' as const, edges, videos };
    const whole = over.source === undefined ? node : { ...node, source: over.source };
    return { node: whole, checked, fields: new Map(), own: {}, span };
  });
}

/** Text that names no node; what is unknown is passed over. */
function textOutside(compiled: Compiled): (Compiled & { readonly kind: 'constant' }) | undefined {
  if (compiled.kind === 'constant') return typeof compiled.value === 'string' ? compiled : undefined;
  if (compiled.kind !== 'list') return undefined;
  return compiled.items.map(textOutside).find((found) => found !== undefined);
}
