import type { Compilation } from './compilation.ts';
import type { OwnedDraft } from './draft.ts';
import { mergedEdges, needsEdges } from './edges.ts';
import type { ExpandedStep } from './instance.ts';
import { overOf } from './over-of.ts';
import type { PartStep } from './schema/steps.ts';

/**
 * All nodes of the pipelines that a step uses. Each waits for what the step waits for, as nodes know of no step around
 * them: what fails or is not wanted there reaches every one of them.
 */
export function draftPart(
  compilation: Compilation,
  { checked, instances }: ExpandedStep,
  step: PartStep,
  draftFile: (compilation: Compilation) => readonly OwnedDraft[],
): readonly OwnedDraft[] {
  const needs = needsEdges(compilation, checked.id, step.needs);
  return instances.flatMap((instance): readonly OwnedDraft[] => {
    const part = compilation.parts.get(instance);
    if (part === undefined) return [];
    // What is wrong with a reference is said also where no node inside uses the input.
    for (const waits of part.file.deferred?.values() ?? []) waits();
    const above = [...overOf(compilation, instance).edges, ...needs];
    const inside = draftFile(part);
    if (above.length === 0) return inside;
    return inside.map(({ draft, scope }) => {
      const node = { ...draft.node, edges: mergedEdges([...draft.node.edges, ...above]) };
      return { scope, draft: { ...draft, node } };
    });
  });
}
