import { evaluateExpression, isExpressionFailure, type StepReference, stepReferences } from '../expressions/index.ts';
import type { Edge } from '../plan/plan.ts';
import { type Compilation, contextOf } from './compilation.ts';
import { type FoundExpression, reportFailure } from './compiled-value.ts';
import type { ExpandedStep, Instance } from './instance.ts';
import { suggest } from './suggest.ts';
import { spanInText, spanOfValue, type TreePath } from './tree.ts';

/** A reference with the place it is written at. `waits`: to what another pipeline gave, in the place of a step. */
export type PlacedReference = {
  readonly reference: StepReference;
  readonly found: FoundExpression;
  readonly waits?: FoundExpression['waits'];
};

/** All references to steps in expressions, also those behind inputs that another pipeline gave. */
export function referencesIn(expressions: readonly FoundExpression[]): readonly PlacedReference[] {
  return expressions.flatMap((found): readonly PlacedReference[] => {
    const own = stepReferences(found.expression).map((reference) => ({ reference, found }));
    const { waits } = found;
    return waits.length === 0 ? own : [...own, { reference: { step: '', kind: 'bare', at: 0 }, found, waits }];
  });
}

/** The edges that references make for one instance: to all instances (`*`), or to the one that is meant. */
export function edgesOf(
  compilation: Compilation,
  references: readonly PlacedReference[],
  from: Instance,
): readonly Edge[] {
  return references.flatMap((placed): readonly Edge[] => {
    const { reference, waits } = placed;
    if (waits !== undefined) return waits.flatMap((edges) => edges());
    if (reference.kind === 'star') return edgesToAll(compilation, reference);
    const instance = resolve(compilation, placed, from);
    if (instance === undefined) return [];
    const part = compilation.parts.get(instance);
    if (part !== undefined)
      return [...gateEdge(compilation, instance, 'direct'), ...part.outputEdges(reference.output)];
    return [{ node: nodeOf(compilation, instance, reference.link), kind: 'direct' }];
  });
}

/** The node that a reference means: an instance, the last link of a chain, or the link that is named. */
export function nodeOf({ places }: Compilation, instance: Instance, link: string | undefined): number {
  const { first, last, links } = places.of(instance);
  return link === undefined ? last : first + Math.max(0, links.indexOf(link));
}

/** Edges to all instances of a step; of pipelines that are used, to what the output is made from. */
function edgesToAll(compilation: Compilation, { step, output }: StepReference): readonly Edge[] {
  return (compilation.steps.get(step)?.instances ?? []).flatMap((instance): readonly Edge[] => {
    const part = compilation.parts.get(instance);
    if (part === undefined) return [{ node: compilation.places.of(instance).last, kind: 'needs' }];
    const made = part.outputEdges(output).map(({ node }): Edge => ({ node, kind: 'needs' }));
    return [...gateEdge(compilation, instance, 'needs'), ...made];
  });
}

/** Whether a pipeline is used at all also decides for outputs that no node makes. */
function gateEdge({ gates, places }: Compilation, instance: Instance, kind: Edge['kind']): readonly Edge[] {
  return gates.has(instance) ? [{ node: places.of(instance).first, kind }] : [];
}

/** Edges to all instances of a step, and to every node of the pipelines that it uses. */
export function edgesToStep(compilation: Compilation, step: string, kind: Edge['kind']): readonly Edge[] {
  const target = compilation.steps.get(step);
  return (target?.instances ?? []).flatMap((instance) => edgesToInstance(compilation, instance, kind));
}

/** An edge to an instance, or to every node of the pipeline that it uses. */
export function edgesToInstance(
  { places, parts }: Compilation,
  instance: Instance,
  kind: Edge['kind'],
): readonly Edge[] {
  const { first, last } = places.of(instance);
  if (!parts.has(instance)) return [{ node: last, kind }];
  return Array.from({ length: last - first + 1 }, (_, at) => ({ node: first + at, kind }));
}

/** Edges that `needs` makes. Steps that are not there are reported. */
export function needsEdges(
  compilation: Compilation,
  id: string,
  needs: string | readonly string[] | undefined,
): readonly Edge[] {
  const names = typeof needs === 'string' ? [needs] : (needs ?? []);
  return names.flatMap((name, index) => {
    const { steps, broken } = compilation.file;
    if (!broken.has(name) && !steps.some((step) => step.id === name)) {
      const path: TreePath = ['steps', id, 'needs', ...(typeof needs === 'string' ? [] : [index])];
      const hint = suggest(
        name,
        steps.map((step) => step.id),
      );
      const span = spanOfValue(compilation.file.tree, path);
      compilation.report.add({ code: 'REFERENCE_UNKNOWN', span, path, message: `there is no step "${name}"`, hint });
    }
    return edgesToStep(compilation, name, 'needs');
  });
}

/** Each node once; a direct edge counts more than one that also accepts what was not wanted. */
export function mergedEdges(edges: readonly Edge[]): readonly Edge[] {
  const byNode = new Map<number, Edge>();
  for (const edge of edges) if (byNode.get(edge.node)?.kind !== 'direct') byNode.set(edge.node, edge);
  return [...byNode.values()].sort((a, b) => a.node - b.node);
}

/** The instance that a bare or indexed reference means; what is wrong with it is reported. */
export function resolve(compilation: Compilation, placed: PlacedReference, from: Instance): Instance | undefined {
  const { reference } = placed;
  const target = compilation.steps.get(reference.step);
  if (target === undefined) return undefined;
  return reference.key === undefined
    ? bare(compilation, placed, target, from)
    : keyed(compilation, placed, target, from);
}

function bare(
  compilation: Compilation,
  placed: PlacedReference,
  target: ExpandedStep,
  from: Instance,
): Instance | undefined {
  const [only, second] = target.instances;
  if (second === undefined) return only;
  const keys = target.axes.map((axis) => from.axisKeys.get(axis));
  const found = keys.includes(undefined) ? undefined : target.byKey.get(keys.join('--'));
  if (found !== undefined) return found;
  const { step } = placed.reference;
  const message = `steps.${step} has ${target.instances.length} instances, and none agrees with this one on ${target.axes.join(', ')}`;
  const hint = `write steps.${step}['${only?.key}'] for one, steps.${step}.* for all, or strategy: { over: ${step} }`;
  report(compilation, placed, 'REFERENCE_AMBIGUOUS', message, hint);
  return undefined;
}

function keyed(
  compilation: Compilation,
  placed: PlacedReference,
  target: ExpandedStep,
  from: Instance,
): Instance | undefined {
  const { key, step } = placed.reference;
  if (key === undefined) return undefined;
  try {
    const value = evaluateExpression(key, contextOf(compilation, from));
    const found = target.byKey.get(String(value));
    if (found !== undefined) return found;
    report(
      compilation,
      placed,
      'REFERENCE_UNKNOWN',
      `"${step}" has no instance "${String(value)}"`,
      suggest(String(value), [...target.byKey.keys()]),
    );
  } catch (error) {
    if (!isExpressionFailure(error)) throw error;
    reportFailure(error, placed.found.tree, placed.found.path, compilation.report);
  }
  return undefined;
}

function report(
  compilation: Compilation,
  { found, reference }: PlacedReference,
  code: 'REFERENCE_AMBIGUOUS' | 'REFERENCE_UNKNOWN',
  message: string,
  hint: string,
): void {
  const span = spanInText(found.tree, found.at + reference.at);
  compilation.report.add({ code, span, path: found.path, message, hint });
}
