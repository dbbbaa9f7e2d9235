import type { NodeValue } from '../expressions/index.ts';
import type { MakeRecord } from '../plan/record.ts';
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

/** The makes that count for these nodes, those without one left out. */
export async function takesOf(scene: Planned, nodes: readonly number[]): Promise<ReadonlyMap<number, MakeRecord>> {
  const takes = new Map<number, MakeRecord>();
  for (const node of new Set(nodes)) {
    const take = await takeOf(scene, node);
    if (take !== undefined) takes.set(node, take);
  }
  return takes;
}

/** A node that is done, as expressions see it. `video`: another text than its file, e.g. the whole film of a chain. */
export function nodeValue(scene: Planned, node: number, take: MakeRecord, video = `sha256:${take.sha256}`): NodeValue {
  const planned = scene.plan.nodes[node];
  return {
    id: planned?.id ?? take.node,
    matrix: planned?.matrix ?? {},
    state: 'done',
    outputs: {
      video,
      seconds: take.seconds,
      width: take.width,
      height: take.height,
      sha256: take.sha256,
      cost: take.cost,
    },
  };
}
