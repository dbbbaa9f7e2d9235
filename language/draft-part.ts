import type { Compilation } from './compilation.ts';
import { spanOfStep } from './compilation.ts';
import { commonNode, type OwnedDraft } from './draft.ts';
import { mergedEdges, needsEdges } from './edges.ts';
import type { ExpandedStep, Instance } from './instance.ts';
import { overOf } from './over-of.ts';
import type { PartStep } from './schema/steps.ts';
import { conditionEdges, type Gate } from './step-condition.ts';

/**
 * All nodes of the pipelines that a step uses. Each waits for what the step waits for, as nodes know of no step around
 * them: what fails or is not wanted there reaches every one of them. Where the step has an `if`, a gate waits for it,
 * and all others for the gate.
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
    const gate = compilation.gates.get(instance);
    const gates = gate === undefined ? [] : [gateOf(gate, instance)];
    if (part === undefined) return gates;
    // What is wrong with a reference is said also where no node inside uses the input.
    for (const waits of part.file.deferred?.values() ?? []) waits();
    const { first } = compilation.places.of(instance);
    const direct = { node: first, kind: 'direct' } as const;
    const above = gate === undefined ? [...overOf(compilation, instance).edges, ...needs] : [direct];
    const inside = draftFile(part);
    if (above.length === 0) return inside;
    const waiting = inside.map(({ draft, scope }): OwnedDraft => {
      const node = { ...draft.node, edges: mergedEdges([...draft.node.edges, ...above]) };
      return { scope, draft: { ...draft, node } };
    });
    return [...gates, ...waiting];
  });

  function gateOf({ compiled, condition }: Gate, instance: Instance): OwnedDraft {
    const over = overOf(compilation, instance);
    const own = conditionEdges(compilation, compiled, instance);
    const decides = condition !== undefined && condition.kind !== 'after-success' && condition.kind !== 'never';
    // Who decides alone waits for what it is made over, however that ends; its values count where they are used.
    const before = decides ? over.edges.map(({ node }) => ({ node, kind: 'needs' as const })) : over.edges;
    const node = {
      ...commonNode(compilation, checked, instance),
      kind: 'gate' as const,
      edges: mergedEdges([...before, ...needs, ...own]),
      ...(over.source === undefined ? {} : { source: over.source }),
      ...(condition === undefined ? {} : { condition }),
    };
    const span = spanOfStep(compilation, checked);
    return { draft: { node, checked, fields: new Map(), own: {}, span }, scope: compilation };
  }
}
