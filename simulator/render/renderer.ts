import { Worker } from 'node:worker_threads';
import { encode } from './encode.ts';
import type { Picture } from './picture.ts';
import type { RenderDone, RenderJob } from './render-thread.ts';

/** Makes clips, one after the other. */
export type Renderer = {
  readonly render: (picture: Picture, outPath: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A renderer in a thread of its own, so that answers do not wait for pictures. */
export function makeRenderer(): Renderer {
  // Node 20 cannot load TypeScript in a thread; there (in tests on the sources) the clips are made in this one.
  return import.meta.url.endsWith('.ts') ? makeRendererHere() : makeRendererInThread();
}

function makeRendererHere(): Renderer {
  let last: Promise<void> = Promise.resolve();
  return {
    render: (picture, outPath) => {
      const mine = last.then(() => encode(picture, outPath));
      last = mine.catch(() => {});
      return mine;
    },
    close: () => last,
  };
}

function makeRendererInThread(): Renderer {
  const pending = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  let worker: Worker | undefined;
  let lastId = 0;

  const start = (): Worker => {
    const started = new Worker(new URL('./render-thread.js', import.meta.url));
    started.on('message', ({ id, problem }: RenderDone) => {
      const job = pending.get(id);
      pending.delete(id);
      if (problem === undefined) job?.resolve();
      else job?.reject(new Error(problem));
    });
    started.on('error', (error) => {
      worker = undefined;
      for (const job of pending.values()) job.reject(error);
      pending.clear();
    });
    // A simulator that nobody uses any more must not be kept alive by its thread.
    started.unref();
    return started;
  };

  return {
    render: (picture, outPath) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const job: RenderJob = { id: ++lastId, picture, outPath };
        pending.set(job.id, { resolve, reject });
        worker.postMessage(job);
      }),
    close: async () => {
      await worker?.terminate();
      for (const job of pending.values()) job.reject(new Error('the simulator is closing'));
      pending.clear();
    },
  };
}
