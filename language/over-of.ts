import type { Edge, Source } from '../plan/plan.ts';
import type { Compilation } from './compilation.ts';
import { edgesToInstance } from './edges.ts';
import type { Instance } from './instance.ts';

/** What `strategy.over` makes of an instance: its source, and the edge to it, whether it names it or not. */
export function overOf(
  compilation: Compilation,
  { source }: Instance,
): { readonly source?: Source; readonly edges: readonly Edge[] } {
  const { places, parts } = compilation;
  if (source === undefined) return { edges: [] };
  if (source.kind === 'instance') {
    const part = parts.get(source.instance);
    // What it has become is all that its outputs say; and all of it has to have ended well.
    if (part !== undefined) {
      return { edges: [...edgesToInstance(compilation, source.instance, 'needs'), ...part.outputEdges(undefined)] };
    }
    const node = places.of(source.instance).last;
    return { source: { kind: 'node', node }, edges: [{ node, kind: 'direct' }] };
  }
  const pick = places.of(source.pick).last;
  const chosen = source.candidate === undefined ? {} : { candidate: places.of(source.candidate).last };
  return { source: { kind: 'pick', pick, ...chosen }, edges: [{ node: pick, kind: 'direct' }] };
}
