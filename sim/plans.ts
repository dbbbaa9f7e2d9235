import type { Bound, Skeleton } from '../plan/skeleton.ts';
import { type Claims, decisionOf } from './claims.ts';
import type { RunProcess } from './run-process.ts';
import { type NodeSketch, skeletonOf } from './sketch.ts';
import { seeded } from './timeline.ts';

const CONDITIONS = ['failure', 'always', 'cancelled', 'after-success', 'free'] as const;

/** A plan of so many nodes from dice: renders, questions, joins, some kept, some fetched, some with conditions, with edges to earlier nodes. */
export function randomSkeleton(random: () => number, total: number, counts: NonNullable<Skeleton['counts']>): Skeleton {
  const nodes: NodeSketch[] = [];
  const dice = (sides: number) => Math.floor(random() * sides);
  while (nodes.length < total) {
    const earlier = nodes.length;
    const any = () => ({ node: dice(earlier), kind: 'direct' as const });
    const roll = random();
    const condition =
      earlier > 0 && random() < 0.15 ? { condition: CONDITIONS[dice(CONDITIONS.length)] ?? 'free' } : {};
    const tolerant = random() < 0.1 ? { tolerant: true as const } : {};
    if (earlier > 0 && roll > 0.98) {
      const onTimeout = (['pause', 'reject', 'fail'] as const)[dice(3)] ?? 'pause';
      const shown = dice(earlier);
      const approve = { show: [shown], onTimeout };
      nodes.push({
        kind: 'approve',
        approve,
        edges: [{ node: shown, kind: 'needs' }],
        timeoutMs: 400_000,
        ...condition,
      });
      nodes.push({ edges: [{ node: earlier, kind: 'needs' }] });
    } else if (earlier >= 2 && roll < 0.08) {
      const candidates = [...new Set([dice(earlier), dice(earlier)])];
      const onTimeout = (['pause', 'first', 'fail'] as const)[dice(3)] ?? 'pause';
      const edges = candidates.map((node) => ({ node, kind: 'candidate' as const }));
      nodes.push({ kind: 'pick', pick: { candidates, choose: 1, onTimeout }, edges, timeoutMs: 120_000 });
      const candidate = candidates[0] ?? 0;
      const source = { kind: 'pick' as const, pick: earlier, ...(random() < 0.5 ? { candidate } : {}) };
      nodes.push({ kind: 'promote', source, edges: [{ node: earlier, kind: 'direct' }] });
    } else if (earlier > 0 && roll < 0.12) {
      nodes.push({ kind: 'concat', edges: [any(), { node: dice(earlier), kind: 'needs' }], ...condition });
    } else {
      const action = roll > 0.93 ? 'k' : roll > 0.9 ? 'f' : roll > 0.88 ? 'l' : 'm';
      const needs = { node: dice(Math.max(1, earlier)), kind: 'needs' as const };
      const chained = earlier > 0 && random() < 0.25 ? [any()] : [];
      const edges = 'condition' in condition ? [...chained, needs] : chained;
      const timeout = random() < 0.2 ? { timeoutMs: 6_000 } : {};
      nodes.push({ action, edges, retry: 1 + dice(3), priority: dice(2), ...timeout, ...tolerant, ...condition });
    }
  }
  const limit = random() < 0.2 ? 100 * dice(total) : null;
  const onExceed = (['pause', 'finish-running', 'cancel-queued'] as const)[dice(3)] ?? 'pause';
  const priority = random() < 0.2 ? 1 : 0;
  const from = dice(nodes.length);
  const how = { maxParallel: 1 + dice(3), ...(random() < 0.5 ? { failFast: true as const } : {}) };
  const bounds = random() < 0.4 ? [{ from, to: nodes.length, ...how }] : [];
  // Dice of their own: what a seed shows beside them stays as it is.
  const own = seeded(77_777 + 1_000 * nodes.length + from);
  const uses = own() < 0.15 ? randomUses(own, nodes.length) : [];
  return skeletonOf(nodes, { limit, onExceed, weight: 1 + dice(3), priority, bounds: [...bounds, ...uses], counts });
}

/** Uses of a pipeline from some node on, and, inside the last of them, uses of another. */
function randomUses(random: () => number, total: number): readonly Bound[] {
  const cut = (from: number) => {
    const at = from + Math.floor(random() * (total - from));
    const starts = [...new Set([from, at, at + Math.floor(random() * (total - at))])];
    const failFast = random() < 0.5 ? { failFast: true as const } : {};
    return { from, to: total, maxParallel: 1 + Math.floor(random() * 3), ...failFast, starts };
  };
  const outer = cut(Math.floor(random() * total));
  return [outer, cut(outer.starts.at(-1) ?? 0)];
}

/** The plan of a run that goes on where another of its pipeline ended: what is made is kept, as far as it was seen. */
export function successorOf(last: RunProcess, claims: Claims, random: () => number): Skeleton {
  const { skeleton, pipeline } = last;
  const raised = last.machine().carry().generations;
  const generations = skeleton.generations.map((generation, node) => raised[node] ?? generation);
  const actions = [...skeleton.actions].map((action, node) => {
    const isMade = claims.made.has(decisionOf({ pipeline, node, generation: generations[node] ?? 1 }));
    return action === 'm' && isMade && random() < 0.9 ? 'k' : action;
  });
  return { ...skeleton, generations, actions: actions.join('') };
}
