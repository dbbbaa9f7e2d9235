import type { PickAnswer } from '../plan/picks.ts';
import { sha256Of } from './content.ts';
import type { FileLock } from './file-lock.ts';
import { parsePicks, withAnswer } from './picks-document.ts';
import type { Picks, PipelineFile } from './project-store.ts';
import { readWhole, writeWhole } from './whole-file.ts';

type Options = {
  readonly temporaries: string;
  readonly fileLock: FileLock;
  readonly fileOf: (pipeline: PipelineFile) => string;
  /** A simulated realm: the picks file in git, which is read and never written there. */
  readonly committed?: (pipeline: PipelineFile) => string;
};

/** People's answers, in a file beside the pipeline. */
export function createPicks({ temporaries, fileLock, fileOf, committed }: Options): Picks {
  async function answersOf(file: string): Promise<readonly PickAnswer[]> {
    return parsePicks(file, await readWhole(file)).answers;
  }

  return {
    fileOf,
    read: async (pipeline) => {
      const own = (await answersOf(fileOf(pipeline))).map((answer) => ({ ...answer, byName: false }));
      if (committed === undefined) return own;
      const fromGit = (await answersOf(committed(pipeline))).map((answer) => ({ ...answer, byName: true }));
      return [...own, ...fromGit];
    },
    answer: async (pipeline, answer) => {
      const file = fileOf(pipeline);
      await fileLock(`picks-${sha256Of(file).slice(0, 16)}`, async () => {
        const found = parsePicks(file, await readWhole(file));
        await writeWhole(file, withAnswer(found, answer), temporaries);
      });
    },
  };
}
