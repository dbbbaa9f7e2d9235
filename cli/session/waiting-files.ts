import { type ProjectStore, uncollectedOf } from '../../store/index.ts';
import type { WaitingFile } from '../views/index.ts';

/** The accepted tasks of a pipeline whose files are not here, the link that ends first in front. */
export async function waitingFiles(store: ProjectStore, pipeline: string): Promise<readonly WaitingFile[]> {
  return (await uncollectedOf(store, pipeline)).map(({ ref, claim, created, endsAtMs, trouble }) => ({
    ...{ node: ref.node, task: created.task, cost: trouble?.cost ?? claim.reserved, endsAtMs },
    ...(trouble?.code ? { code: trouble.code } : {}),
    lost: trouble?.lost ?? false,
  }));
}
