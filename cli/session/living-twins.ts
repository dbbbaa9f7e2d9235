import { type ProjectStore, type RunEntry, twinsOf } from '../../store/index.ts';
import type { ReportTwin } from '../views/index.ts';

/** The possible twins of a run's tasks whose life is not over: money that may still be billed. */
export async function livingTwins(
  store: ProjectStore,
  entry: Pick<RunEntry, 'pipeline' | 'key'>,
): Promise<readonly ReportTwin[]> {
  const twins = await twinsOf(store, { pipeline: entry.pipeline });
  return twins
    .filter((twin) => twin.key === entry.key && twin.untilMs > Date.now())
    .map(({ ref, task, second, reserved, untilMs }) => ({
      ...{ node: ref.node, task, reserved, untilMs },
      ...(second === undefined ? {} : { second }),
    }));
}
