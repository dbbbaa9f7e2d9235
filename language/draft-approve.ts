import { onlyReference } from '../expressions/index.ts';
import type { Edge } from '../plan/plan.ts';
import { type Compilation, spanOfStep } from './compilation.ts';
import { type Compiled, compileValue } from './compiled-value.ts';
import { commonNode, type Draft } from './draft.ts';
import { edgesOf, mergedEdges, needsEdges, referencesIn } from './edges.ts';
import type { ExpandedStep, Instance } from './instance.ts';
import type { Names } from './names.ts';
import { overOf } from './over-of.ts';
import type { ApproveStep } from './schema/steps.ts';
import { treeAt } from './tree.ts';

/** One node an instance, which asks a person whether to go on, and shows what is done. */
export function draftApprove(
  compilation: Compilation,
  { checked, instances }: ExpandedStep,
  names: Names,
  step: ApproveStep,
): readonly Draft[] {
  const path = ['steps', checked.id, 'with', 'show'];
  const tree = treeAt(compilation.file.tree, path);
  if (tree === undefined) return [];
  const { report } = compilation;
  const compiled = compileValue(tree, path, { names, contexts: 'with', report });
  const shown = (compiled.kind === 'list' ? compiled.items : [compiled]).filter((item) => isShown(item));
  const needs = needsEdges(compilation, checked.id, step.needs);
  const span = spanOfStep(compilation, checked);
  const onTimeout = step.with['on-timeout'] ?? 'pause';
  return instances.map((instance): Draft => {
    const over = overOf(compilation, instance);
    const showing = mergedEdges(shown.flatMap((item) => edgesTo(item, instance, over.edges)));
    const edges = mergedEdges([...over.edges, ...showing, ...needs]);
    const approve = { show: showing.map(({ node }) => node), onTimeout };
    const node = { ...commonNode(compilation, checked, instance), kind: 'approve' as const, edges, approve };
    return { node, checked, fields: new Map(), own: {}, span };
  });

  function edgesTo(item: Compiled, instance: Instance, source: readonly Edge[]): readonly Edge[] {
    if (item.kind !== 'text') return [];
    const reference = onlyReference(item.parts);
    if (reference === 'source') return source;
    const found = referencesIn(
      item.parts.flatMap((part) =>
        part.kind === 'expression'
          ? [{ expression: part.expression, at: part.at, tree: item.tree, path: item.path, waits: item.waits }]
          : [],
      ),
    );
    return edgesOf(compilation, found, instance);
  }

  /** Shows nodes that have a video; what is wrong is reported. */
  function isShown(item: Compiled): boolean {
    if (item.kind === 'constant' && typeof item.value === 'object') return false;
    const reference = item.kind === 'text' ? onlyReference(item.parts) : undefined;
    if (reference === 'source') return true;
    const kind = reference && compilation.steps.get(reference.step)?.checked.step.uses;
    if (reference !== undefined && kind !== 'pick' && kind !== 'approve') return true;
    const message = reference === undefined ? 'show names nodes' : `"${reference.step}" has no video to show`;
    const hint = 'write show: "${{ steps.draft.* }}" for all, or "${{ steps.draft[\'hero\'] }}" for one';
    report.add({ code: 'REFERENCE_KIND', span: item.tree.span, path, message, hint });
    return false;
  }
}
