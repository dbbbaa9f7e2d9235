import type { Edge } from '../plan/plan.ts';
import type { Compilation } from './compilation.ts';
import { compileValue, expressionsIn } from './compiled-value.ts';
import { commonNode, type Draft } from './draft.ts';
import { edgesOf, mergedEdges, needsEdges, referencesIn } from './edges.ts';
import type { ExpandedStep, Instance } from './instance.ts';
import { evaluateFields, fieldsAt, layered, ownProfileFields } from './layers.ts';
import type { Names } from './names.ts';
import type { ChainStep } from './schema/steps.ts';
import { startOf } from './source-of.ts';
import { reportUrl, tailOfChain } from './tail-of-chain.ts';
import { spanOfKey, spanOfValue, treeAt } from './tree.ts';

/** The links of all instances of a chain: the first starts from `from`, each other from the one before it. */
export function draftChain(
  compilation: Compilation,
  { checked, instances }: ExpandedStep,
  names: Names,
  step: ChainStep,
): readonly Draft[] {
  const { tree } = compilation.file;
  const path = ['steps', checked.id];
  const profile = ownProfileFields(compilation, step.profile, path, names);
  const shared = layered(
    profile,
    fieldsAt(compilation, [...path, 'with'], 'with', 'with', names, ['from', 'links', 'tail']),
  );
  const links = step.with.links.map(({ id }, index) => {
    const at = [...path, 'with', 'links', index];
    const fields = layered(shared, fieldsAt(compilation, at, 'link', 'with', names, ['id']));
    const references = referencesIn([...fields.values()].flatMap(({ compiled }) => expressionsIn(compiled)));
    return { id, fields, references, span: spanOfKey(tree, [...at, 'id']) };
  });
  reportTwins(
    compilation,
    checked.id,
    links.map(({ id }) => id),
  );
  const fromTree = treeAt(tree, [...path, 'with', 'from']);
  const place = { names, contexts: 'with', report: compilation.report } as const;
  const from = fromTree && compileValue(fromTree, [...path, 'with', 'from'], place);
  const tailMs = tailOfChain(compilation, checked.id, step);
  const needs = needsEdges(compilation, checked.id, step.needs);
  return instances.flatMap((instance) => linksOf(instance));

  function linksOf(instance: Instance): readonly Draft[] {
    const start = startOf(compilation, checked, from, instance);
    if (tailMs !== undefined && start?.source.kind === 'url') reportUrl(compilation, path);
    const { first } = compilation.places.of(instance);
    return links.map(({ id, fields, references, span }, index): Draft => {
      const before: Edge = { node: first + index - 1, kind: 'direct' };
      const own = index === 0 ? [...(start?.edges ?? []), ...needs] : [before];
      const edges = mergedEdges([...own, ...edgesOf(compilation, references, instance)]);
      const source = index === 0 ? start?.source : ({ kind: 'node', node: before.node } as const);
      const values = evaluateFields(compilation, fields, instance);
      const common = { ...commonNode(compilation, checked, instance, id), ...(tailMs === undefined ? {} : { tailMs }) };
      const node = { ...common, kind: 'link' as const, edges, fields: values };
      return { node: source === undefined ? node : { ...node, source }, checked, fields, own: values, span };
    });
  }
}

function reportTwins({ file, report }: Compilation, step: string, ids: readonly string[]): void {
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) === index) continue;
    const path = ['steps', step, 'with', 'links', index, 'id'];
    report.add({
      code: 'NAME_CLASH',
      span: spanOfValue(file.tree, path),
      path,
      message: `two links are called "${id}"`,
    });
  }
}
