import type { Edge } from '../plan/plan.ts';
import { type Compilation, spanOfStep } from './compilation.ts';
import { commonNode, type Draft } from './draft.ts';
import { mergedEdges, needsEdges } from './edges.ts';
import type { ExpandedStep } from './instance.ts';
import type { PickStep } from './schema/steps.ts';

/** One node a group, which waits for the end of all its candidates. */
export function draftPick(
  compilation: Compilation,
  { checked, instances }: ExpandedStep,
  step: PickStep,
): readonly Draft[] {
  const needs = needsEdges(compilation, checked.id, step.needs);
  const { choose = 1, 'on-timeout': onTimeout = 'pause' } = step.with;
  const span = spanOfStep(compilation, checked);
  return instances.map((instance): Draft => {
    const candidates = (instance.candidates ?? []).map((candidate) => compilation.places.of(candidate).last);
    const edges = mergedEdges([...needs, ...candidates.map((node): Edge => ({ node, kind: 'candidate' }))]);
    const pick = { candidates, choose, onTimeout };
    const node = { ...commonNode(compilation, checked, instance), kind: 'pick' as const, edges, pick };
    return { node, checked, fields: new Map(), own: {}, span };
  });
}
