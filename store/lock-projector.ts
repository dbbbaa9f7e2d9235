import { setTimeout as pause } from 'node:timers/promises';
import { sha256Of } from './content.ts';
import type { FileLock } from './file-lock.ts';
import { type LockLines, parseLockLines, printLockLines } from './lock-lines.ts';
import { mergeNews, type NodeNews, type Own } from './lock-merge.ts';
import type { Lock, PipelineFile } from './project-store.ts';
import { readWhole, writeWhole } from './whole-file.ts';

/** While a run makes things, not more often: a lock file of 10,000 entries is 5 MB. */
const PAUSE_MS = 1000;
/** And no more than a tenth of the time, unless somebody would wait for more than 5 s. */
const PAUSE_FACTOR = 10;
const PAUSE_MAX_MS = 5000;

export type ProjectorOptions = {
  readonly own: Own;
  readonly project: string;
  readonly temporaries: string;
  readonly fileLock: FileLock;
  readonly fileOf: (pipeline: PipelineFile) => string;
  /** What the store knows of these nodes, or of every node of the pipeline. */
  readonly news: (pipeline: string, nodes: ReadonlySet<string> | undefined) => Promise<readonly NodeNews[]>;
};

type Pipeline = {
  readonly dirty: Set<string>;
  /** Of the text that this process wrote last: another text (a branch switch) means looking at everything. */
  written: string;
  whole: boolean;
  notBeforeMs: number;
  /** Ends the pause before the next write. */
  hurry: () => void;
  running?: Promise<void>;
  queued?: Promise<void>;
};

/** Writes what the store knows into lock files, coalesced. */
export function createProjector(
  options: ProjectorOptions,
): Pick<Lock, 'project'> & { readonly changed: (pipeline: string, node: string) => void } {
  const { own, project, temporaries, fileLock, fileOf, news } = options;
  const pipelines = new Map<string, Pipeline>();

  function stateOf(name: string): Pipeline {
    const found = pipelines.get(name);
    if (found) return found;
    const fresh: Pipeline = { dirty: new Set<string>(), written: '', whole: true, notBeforeMs: 0, hurry: () => {} };
    pipelines.set(name, fresh);
    return fresh;
  }

  async function write(pipeline: PipelineFile, state: Pipeline): Promise<void> {
    const beganMs = performance.now();
    const nodes = new Set(state.dirty);
    state.dirty.clear();
    const { whole } = state;
    state.whole = false;
    try {
      const file = fileOf(pipeline);
      await fileLock(`lock-${sha256Of(file).slice(0, 16)}`, async () => rewrite(pipeline, state, file, whole, nodes));
    } catch (error) {
      state.whole = true;
      throw error;
    } finally {
      const tookMs = performance.now() - beganMs;
      state.notBeforeMs = performance.now() + Math.min(PAUSE_MAX_MS, Math.max(PAUSE_MS, PAUSE_FACTOR * tookMs));
    }
  }

  async function rewrite(
    pipeline: PipelineFile,
    state: Pipeline,
    file: string,
    whole: boolean,
    nodes: ReadonlySet<string>,
  ): Promise<void> {
    const before = await readWhole(file);
    const lines: LockLines =
      before === undefined ? { project, makes: new Map(), open: new Map() } : parseLockLines(file, before);
    const all = whole || before === undefined || sha256Of(before) !== state.written;
    mergeNews(file, lines, own, await news(pipeline.pipeline, all ? undefined : nodes));
    const after = printLockLines({ ...lines, project: lines.project || project });
    const empty = lines.makes.size + lines.open.size === 0;
    if (after !== before && !(before === undefined && empty)) await writeWhole(file, after, temporaries);
    state.written = sha256Of(after);
  }

  async function after(first: Promise<void> | undefined, pipeline: PipelineFile, state: Pipeline): Promise<void> {
    const hurried = new AbortController();
    state.hurry = () => hurried.abort();
    await first?.catch(() => undefined);
    // Whoever asks until then is served by the same write.
    const pauseMs = Math.max(0, state.notBeforeMs - performance.now());
    await pause(pauseMs, undefined, { signal: hurried.signal }).catch(() => undefined);
    state.queued = undefined;
    state.running = write(pipeline, state).finally(() => {
      state.running = undefined;
    });
    await state.running;
  }

  return {
    changed: (pipeline, node) => {
      stateOf(pipeline).dirty.add(node);
    },
    project: async (pipeline, { whole = false } = {}) => {
      const state = stateOf(pipeline.pipeline);
      if (whole) state.whole = true;
      state.queued ??= after(state.running, pipeline, state);
      // The last write of a run: a person waits for it, and no other one comes soon.
      if (whole) state.hurry();
      return state.queued;
    },
  };
}
