import type { SubmitOutcome } from '../plan/outcome.ts';
import type { MakeRecord } from '../plan/record.ts';
import { runWorkflowId } from '../plan/recorded-names.ts';
import { showMake } from './free-make.ts';
import type { Job } from './job.ts';
import type { NodeRequest } from './node-request.ts';
import { restoreMake } from './restore-make.ts';

/**
 * Takes a make that is there already, $0: this very make, an older one with the same identity (unless --remake asked
 * for another), or the source's file where a promote changes nothing. undefined: there is none, it must be paid.
 */
export async function takeMade(
  job: Job,
  wanted: Extract<NodeRequest, { ok: true }>,
): Promise<SubmitOutcome | undefined> {
  const { world, scene, input, account } = job;
  const { store, plan, node, decision } = scene;
  const { attempt, generation } = input;
  const records = await store.records.of(plan.pipeline, node.id);
  const same = records.filter((record) => record.identity === wanted.identity);
  const own = same.find((record) => record.generation === generation);
  const remake = input.remake ?? decision.remake ?? false;
  const sourceIsSame = node.kind === 'promote' && wanted.source?.identity === wanted.identity;
  const other = remake ? undefined : (same[0] ?? (sourceIsSame ? wanted.source : undefined));
  const take = own ?? other;
  if (take === undefined) return undefined;
  const file = await restoreMake(world, store, account, take);
  if (file.kind !== 'here') return { attempt, generation, kind: 'blocked', code: 'LINK_DEAD' };
  const record = own ?? (await store.records.put(takenOver(job, take)));
  await showMake(world, scene, record);
  return { attempt, generation, kind: 'made', cost: 0 };
}

/** The same file under this node's name and generation: what was paid once is not counted again. */
function takenOver({ scene, input, world }: Job, take: MakeRecord): MakeRecord {
  const { store, plan, node } = scene;
  return {
    ...take,
    ...{ pipeline: plan.pipeline, node: node.id, step: node.step, generation: input.generation },
    ...{
      attempt: input.attempt,
      run: runWorkflowId(scene.place.store, scene.plan.pipeline),
      cost: 0,
      costAssumed: false,
    },
    madeAt: new Date(world.clock.wallMs()).toISOString(),
    file: store.renders.fileOf(plan.pipeline, node.id),
  };
}
