import { type Compilation, spanOfStep } from './compilation.ts';
import type { ExpandedStep } from './instance.ts';
import { jsonOf } from './tree.ts';

/** More nodes, or more edges between them, than one run can hold: a mistake in a matrix or in what waits for what. */
export const NODES_MAX = 100_000;
export const EDGES_MAX = 1_000_000;

/** True if a plan would stay within bounds; else the step that breaks them is reported, before anything is built. */
export function isPlanBounded(compilation: Compilation): boolean {
  let nodes = 0;
  let edges = 0;
  for (const step of compilation.steps.values()) {
    const own = step.instances.reduce((sum, one) => sum + (compilation.parts.get(one)?.places.total ?? 1), 0);
    nodes += own;
    edges += own * waitsFor(compilation, step);
    if (nodes <= NODES_MAX && edges <= EDGES_MAX) continue;
    const [count, what, max] = nodes > NODES_MAX ? [nodes, 'nodes', NODES_MAX] : [edges, 'edges', EDGES_MAX];
    const { id } = step.checked;
    const message = `with the step "${id}" the plan has ${count} ${what}; at most ${max} are allowed`;
    const hint = 'let instances wait for one another (over, bare references), not each for all (needs, *)';
    const span = spanOfStep(compilation, step.checked);
    compilation.report.add({ code: 'PLAN_TOO_LARGE', span, path: ['steps', id], message, hint });
    return false;
  }
  return true;
}

/** How many nodes each instance waits for by `needs` and `*`. */
function waitsFor({ steps, parts }: Compilation, { checked }: ExpandedStep): number {
  const { needs = [] } = checked.step;
  const stars = [...JSON.stringify(jsonOf(checked.tree)).matchAll(/steps\.([a-z0-9-]+)(?:\.|\[)\*/g)].map(
    (match) => match[1] ?? '',
  );
  const names = [...(typeof needs === 'string' ? [needs] : needs), ...stars];
  const size = (name: string) =>
    (steps.get(name)?.instances ?? []).reduce((sum, one) => sum + (parts.get(one)?.places.total ?? 1), 0);
  return names.reduce((sum, name) => sum + size(name), 0);
}
