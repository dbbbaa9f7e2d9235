import type { Edge, Source } from '../plan/plan.ts';
import type { Compilation } from './compilation.ts';
import type { Instance } from './instance.ts';

/** What `strategy.over` makes of an instance: its source, and the edge to it, whether it names it or not. */
export function overOf(
  { places }: Compilation,
  { source }: Instance,
): { readonly source?: Source; readonly edges: readonly Edge[] } {
  if (source === undefined) return { edges: [] };
  if (source.kind === 'instance') {
    const node = places.of(source.instance).last;
    return { source: { kind: 'node', node }, edges: [{ node, kind: 'direct' }] };
  }
  const pick = places.of(source.pick).last;
  const chosen = source.candidate === undefined ? {} : { candidate: places.of(source.candidate).last };
  return { source: { kind: 'pick', pick, ...chosen }, edges: [{ node: pick, kind: 'direct' }] };
}
