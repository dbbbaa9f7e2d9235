import { parentPort } from 'node:worker_threads';
import { encode } from './encode.ts';
import type { Picture } from './picture.ts';

/** What the thread is asked, and what it answers: `problem` is undefined when the file is there. */
export type RenderJob = { readonly id: number; readonly picture: Picture; readonly outPath: string };
export type RenderDone = { readonly id: number; readonly problem: string | undefined };

parentPort?.on('message', async (job: RenderJob) => {
  let problem: string | undefined;
  try {
    await encode(job.picture, job.outPath);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const done: RenderDone = { id: job.id, problem };
  parentPort?.postMessage(done);
});
