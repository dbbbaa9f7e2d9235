import type { ReadonlyPicks } from '../plan/activity.ts';
import type { MakeRecord } from '../plan/record.ts';
import { isUnwanted } from './is-unwanted.ts';
import type { Scene } from './scene.ts';

type Planned = Pick<Scene, 'store' | 'plan' | 'decisions'>;

/** The make that counts for a node of this run: the one that was kept, else the newest since the run's decision. */
export async function takeOf(scene: Planned, node: number): Promise<MakeRecord | undefined> {
  const planned = scene.plan.nodes[node];
  const decision = scene.decisions.nodes[node];
  if (planned === undefined || decision === undefined) return undefined;
  const { store, plan } = scene;
  const records = await store.records.of(plan.pipeline, planned.id);
  if (decision.identity === undefined) return records.find((record) => record.generation >= decision.generation);
  const { identity, generation } = decision;
  const own = records.find((record) => record.identity === identity && record.generation === generation);
  if (own !== undefined) return own;
  // A renamed node's make still stands under its old name.
  const all = await store.records.all(plan.pipeline);
  return all.find(
    (record) => record.identity === identity && record.generation === generation && record.step === planned.step,
  );
}

/**
 * The makes that count for all that a node may refer to: what its edges name, what it starts from, and what a pick
 * behind it chose. Those without one, and those that are not wanted, are left out, as are the nodes that the run
 * itself names as `unwanted`.
 */
export async function takesAround(
  scene: Scene,
  chosen: ReadonlyPicks,
  unwanted: readonly number[] = [],
): Promise<(node: number) => MakeRecord | undefined> {
  const { edges, source } = scene.node;
  const starts = source?.kind === 'node' ? [source.node] : source?.kind === 'pick' ? (source.candidate ?? []) : [];
  const around = [...edges.map((edge) => edge.node), ...[starts].flat(), ...Object.values(chosen).flat()];
  const left = new Set(unwanted);
  const takes = new Map<number, MakeRecord>();
  for (const node of new Set(around)) {
    const isLeft = left.has(node) || isUnwanted(scene, node, chosen);
    const take = isLeft ? undefined : await takeOf(scene, node);
    if (take !== undefined) takes.set(node, take);
  }
  return (node) => takes.get(node);
}
