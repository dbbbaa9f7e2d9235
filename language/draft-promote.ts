import { type Compilation, spanOfStep } from './compilation.ts';
import { compileValue, expressionsIn } from './compiled-value.ts';
import { commonNode, type Draft } from './draft.ts';
import { edgesOf, mergedEdges, needsEdges, referencesIn } from './edges.ts';
import type { ExpandedStep } from './instance.ts';
import { evaluateFields, fieldsAt, layered, ownProfileFields } from './layers.ts';
import type { Names } from './names.ts';
import type { PromoteStep } from './schema/steps.ts';
import { startOf } from './source-of.ts';
import { treeAt } from './tree.ts';

/** One node an instance; its own fields (profile < with) are laid over its source's request as made. */
export function draftPromote(
  compilation: Compilation,
  { checked, instances }: ExpandedStep,
  names: Names,
  step: PromoteStep,
): readonly Draft[] {
  const path = ['steps', checked.id];
  const fields = layered(
    ownProfileFields(compilation, step.profile, path, names),
    fieldsAt(compilation, [...path, 'with'], 'with', 'with', names, ['from']),
  );
  const references = referencesIn([...fields.values()].flatMap(({ compiled }) => expressionsIn(compiled)));
  const needs = needsEdges(compilation, checked.id, step.needs);
  const fromTree = treeAt(compilation.file.tree, [...path, 'with', 'from']);
  const place = { names, contexts: 'with', report: compilation.report } as const;
  const from = fromTree && compileValue(fromTree, [...path, 'with', 'from'], place);
  const span = spanOfStep(compilation, checked);
  return instances.map((instance): Draft => {
    const start = startOf(compilation, checked, from, instance);
    const edges = mergedEdges([...(start?.edges ?? []), ...edgesOf(compilation, references, instance), ...needs]);
    const own = evaluateFields(compilation, fields, instance);
    const node = { ...commonNode(compilation, checked, instance), kind: 'promote' as const, edges, fields: own };
    return { node: start === undefined ? node : { ...node, source: start.source }, checked, fields, own, span };
  });
}
