import type { Plan } from '../plan/plan.ts';
import type { NodeReport } from '../plan/states/index.ts';
import { mapBounded } from './map-bounded.ts';
import type { ProjectStore } from './project-store.ts';

/**
 * Gives every kept make a record under its node's name of today, where it has none: one that was renamed, or that only
 * the lock file knows (a fresh clone); and takes files back into the store that only lie under renders/. Before a run starts, so that everything after it reads records only. Free, and
 * safe to repeat: the first record stands.
 */
export async function takeOver(store: ProjectStore, plan: Plan, reports: readonly NodeReport[]): Promise<void> {
  const { pipeline } = plan;
  await mapBounded([...plan.nodes.entries()], async ([index, node]) => {
    const report = reports[index];
    const make = report?.make;
    if (report === undefined || make === undefined || !['keep', 'fetch'].includes(report.decision.action)) return;
    await store.renders.takeBack({ ...make, pipeline });
    if (make.from === 'store' && make.node === node.id) return;
    const here = await store.records.get(pipeline, make.node, make.identity, make.generation);
    const { node: _node, from: _from, linkEndsAt, request, ...made } = make;
    const planned = report.identity === make.identity ? (report.request ?? null) : null;
    await store.records.put({
      ...made,
      ...{ version: 1, pipeline, node: node.id, step: node.step, run: here?.run ?? '', linkEndsAt },
      request: request ?? planned,
      file: store.renders.fileOf(pipeline, node.id, make.media),
    });
  });
}
