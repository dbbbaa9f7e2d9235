import type { Edge, PlanNode } from '../plan/plan.ts';
import { type Compilation, namesOfStep } from './compilation.ts';
import type { Draft } from './draft.ts';
import { mergedEdges } from './edges.ts';
import type { ExpandedStep, Instance } from './instance.ts';
import { compileCondition, conditionEdges, conditionOf } from './step-condition.ts';

/**
 * The nodes of a step with its `if`. Of an instance that is never made nothing is evaluated: what its data lack is no
 * mistake.
 */
export function withCondition(
  compilation: Compilation,
  expanded: ExpandedStep,
  draftStep: (compilation: Compilation) => readonly Draft[],
): readonly Draft[] {
  const compiled = compileCondition(compilation, expanded.checked, namesOfStep(compilation.file, expanded));
  if (compiled === undefined) return draftStep(compilation);
  const conditions = new Map(
    expanded.instances.map((instance) => [instance, conditionOf(compilation, compiled, instance)] as const),
  );
  const never = new Set(expanded.instances.filter((instance) => conditions.get(instance)?.kind === 'never'));
  const drafts = draftStep({ ...compilation, never });
  const owners = expanded.instances.flatMap((instance) => {
    const { first, last } = compilation.places.of(instance);
    // Of a chain the first link has it; the others follow it, done or not wanted.
    return Array.from({ length: last - first + 1 }, (_, link) => (link === 0 ? instance : undefined));
  });
  if (owners.length !== drafts.length) return drafts;
  return drafts.map((draft, at) => {
    const owner = owners[at];
    const condition = owner && conditions.get(owner);
    return owner === undefined || condition === undefined ? draft : withOne(draft, condition, owner);
  });

  function withOne(draft: Draft, condition: NonNullable<PlanNode['condition']>, instance: Instance): Draft {
    const own = compiled === undefined ? [] : conditionEdges(compilation, compiled, instance);
    const decides = condition.kind !== 'after-success' && condition.kind !== 'never';
    const before = decides ? draft.node.edges.map((edge) => overEdge(draft, edge)) : draft.node.edges;
    const edges = mergedEdges([...before, ...own]);
    return { ...draft, node: { ...draft.node, condition, edges } };
  }
}

/** `over` alone, without its source's values, is no more than what is waited for: a fallback for each of its nodes. */
function overEdge({ node, own }: Draft, edge: Edge): Edge {
  const { kind, source } = node;
  const isOver = (kind === 'generate' || kind === 'concat') && source?.kind === 'node' && source.node === edge.node;
  const refers = /\b(source|steps)\b/.test(JSON.stringify(deferredIn([own, node.videos ?? []])));
  return isOver && edge.kind === 'direct' && !refers ? { ...edge, kind: 'needs' } : edge;
}

/** The texts in a template that are evaluated in the run. */
function deferredIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '$deferred' in value && typeof value.$deferred === 'string' ? [value.$deferred] : [];
  return [...own, ...Object.values(value).flatMap(deferredIn)];
}

/**
 * A chain has failed when any of its links has: a node whose condition decides by itself waits for all of them, and not
 * for the last alone, which is only skipped then.
 */
export function withChains(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.map((draft) => {
    const { condition, edges } = draft.node;
    if (condition === undefined || condition.kind === 'after-success' || condition.kind === 'never') return draft;
    const links = edges.flatMap(({ node }) => linksBefore(drafts, node));
    if (links.length === 0) return draft;
    const own = links.map((node): Edge => ({ node, kind: 'needs' }));
    return { ...draft, node: { ...draft.node, edges: mergedEdges([...edges, ...own]) } };
  });
}

function linksBefore(drafts: readonly Draft[], node: number): readonly number[] {
  const found: number[] = [];
  const last = drafts[node]?.node;
  for (let at = node - 1; last?.kind === 'link' && at >= 0; at -= 1) {
    const before = drafts[at]?.node;
    if (before?.step !== last.step || before.key !== last.key) break;
    found.push(at);
  }
  return found;
}
