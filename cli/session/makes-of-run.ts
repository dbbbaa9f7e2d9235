import type { Decisions, NodeDecision } from '../../plan/decisions.ts';
import type { Plan } from '../../plan/plan.ts';
import type { MakeRecord } from '../../plan/record.ts';
import type { ProjectStore } from '../../store/index.ts';

/**
 * The make that counts for each node of a run, at the node's place in the plan: the one that was kept, or the one that
 * was made for it. A newer make of another request, or of a later run, is none of its business.
 */
export async function makesOfRun(
  store: ProjectStore,
  plan: Pick<Plan, 'pipeline' | 'nodes'>,
  decisions: Pick<Decisions, 'nodes'> | undefined,
): Promise<readonly (MakeRecord | undefined)[]> {
  const records = new Map<string, MakeRecord[]>();
  for (const record of await store.records.all(plan.pipeline)) {
    records.set(record.node, [...(records.get(record.node) ?? []), record]);
  }
  return plan.nodes.map((node, at) => thatCounts(records.get(node.id) ?? [], decisions?.nodes[at]));
}

// Newest first, so the last one that is not older than what was decided is the one that this run made.
function thatCounts(records: readonly MakeRecord[], decision: NodeDecision | undefined): MakeRecord | undefined {
  if (decision === undefined) return records[0];
  // Not wanted: what an older run made of it is not this one's.
  if (decision.action === 'leave' && decision.identity === undefined) return undefined;
  const { action, identity, generation } = decision;
  if (action === 'make') return records.findLast((record) => record.generation >= generation);
  return records.find((record) => record.identity === identity && record.generation === generation) ?? records[0];
}
