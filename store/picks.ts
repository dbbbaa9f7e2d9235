import { sha256Of } from './content.ts';
import type { FileLock } from './file-lock.ts';
import { type PicksDocument, parsePicks, withAnswer, withApproval, withNote, withoutAnswer } from './picks-document.ts';
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
  async function documentOf(file: string): Promise<PicksDocument> {
    return parsePicks(file, await readWhole(file));
  }

  /** Its own answers count by the files that were seen, the committed ones of a simulated realm by name. */
  async function standing<T>(
    pipeline: PipelineFile,
    of: (document: PicksDocument) => readonly T[],
  ): Promise<readonly (T & { readonly byName: boolean })[]> {
    const own = of(await documentOf(fileOf(pipeline))).map((answer) => ({ ...answer, byName: false }));
    if (committed === undefined) return own;
    const fromGit = of(await documentOf(committed(pipeline))).map((answer) => ({ ...answer, byName: true }));
    return [...own, ...fromGit];
  }

  async function write(pipeline: PipelineFile, change: (found: PicksDocument) => string): Promise<void> {
    const file = fileOf(pipeline);
    await fileLock(`picks-${sha256Of(file).slice(0, 16)}`, async () => {
      await writeWhole(file, change(await documentOf(file)), temporaries);
    });
  }

  return {
    fileOf,
    read: (pipeline) => standing(pipeline, ({ answers }) => answers),
    answer: (pipeline, answer) => write(pipeline, (found) => withAnswer(found, answer)),
    approvals: (pipeline) => standing(pipeline, ({ approvals }) => approvals),
    approve: (pipeline, approval) => write(pipeline, (found) => withApproval(found, approval)),
    withdraw: (pipeline, question) => write(pipeline, (found) => withoutAnswer(found, question)),
    notes: async (pipeline) => {
      const files = [fileOf(pipeline), ...(committed === undefined ? [] : [committed(pipeline)])];
      return (await Promise.all(files.map(documentOf))).flatMap(({ notes }) => notes);
    },
    note: (pipeline, note) => write(pipeline, (found) => withNote(found, note)),
  };
}
