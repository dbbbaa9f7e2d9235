import { type ProjectStore, type RunEntry, secondTaskOf, type Twin, twinsOf } from '../../store/index.ts';
import type { ReportTwin } from '../views/index.ts';

/**
 * The possible twins of a run's tasks: money that may still be billed, until their life is over, and those whose file was
 * taken because the task that was followed brought none.
 */
export async function livingTwins(
  store: ProjectStore,
  entry: Pick<RunEntry, 'pipeline' | 'key'>,
): Promise<readonly ReportTwin[]> {
  const twins = await twinsOf(store, { pipeline: entry.pipeline });
  const told = await Promise.all(twins.filter(({ key }) => key === entry.key).map((twin) => reportTwin(store, twin)));
  return told.filter(({ taken, untilMs }) => taken || untilMs > Date.now());
}

async function reportTwin(store: ProjectStore, twin: Twin): Promise<ReportTwin> {
  const { pipeline, node, identity, generation, attempt } = twin.ref;
  const task = (await store.claims.read(twin.ref))?.created?.task ?? twin.task;
  const record = await store.records.get(pipeline, node, identity, generation);
  const taken = record?.attempt === attempt && record.task !== task ? record.task : undefined;
  const second = taken ?? secondTaskOf(twin, task);
  return {
    ...{ node, task, reserved: twin.reserved, untilMs: twin.untilMs },
    ...(second === undefined ? {} : { second }),
    ...(taken === undefined ? {} : { taken: true }),
  };
}
