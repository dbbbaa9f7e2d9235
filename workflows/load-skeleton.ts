import type { Place } from '../plan/place.ts';
import type { Skeleton, SkeletonPart } from '../plan/skeleton.ts';
import { joinSparse } from '../plan/skeleton-conditions.ts';
import { loadPlan } from './proxies.ts';

/** Loads the skeleton of a run's plan, part by part: one payload must stay below Temporal's 2 MB. */
export async function loadSkeleton(place: Place): Promise<Skeleton> {
  let whole: SkeletonPart = await loadPlan({ place, from: 0 });
  while (whole.to < whole.skeleton.total) {
    const next = await loadPlan({ place, from: whole.to });
    if (next.to <= whole.to) break;
    whole = joinParts(whole, next);
  }
  return whole.skeleton;
}

function joinParts(a: SkeletonPart, b: SkeletonPart): SkeletonPart {
  const [x, y] = [a.skeleton, b.skeleton];
  return {
    from: a.from,
    to: b.to,
    skeleton: {
      ...x,
      ids: [...x.ids, ...y.ids],
      kinds: [...x.kinds, ...y.kinds],
      edges: [...x.edges, ...y.edges],
      sources: [...x.sources, ...y.sources],
      actions: x.actions + y.actions,
      generations: [...x.generations, ...y.generations],
      prices: [...x.prices, ...y.prices],
      renderMs: [...x.renderMs, ...y.renderMs],
      timeoutMs: [...x.timeoutMs, ...y.timeoutMs],
      retries: [...x.retries, ...y.retries],
      priorities: [...x.priorities, ...y.priorities],
      picks: [...x.picks, ...y.picks],
      ...joinSparse(x, y),
    },
  };
}
