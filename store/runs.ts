import { endedDocument, runDocument, startedDocument } from './documents/run-document.ts';
import { bytesOf, getDocument } from './json-object.ts';
import { mapBounded } from './map-bounded.ts';
import { type ObjectStore, segment, textOf } from './object-store.ts';
import type { RunEntry, Runs } from './project-store.ts';

type RunName = { readonly pipeline: string; readonly n: number };

/** The runs of each pipeline, numbered from 1: how each was started, under which key it ran, how it ended. */
export function createRuns({ objects }: { readonly objects: ObjectStore }): Runs {
  const keyOf = ({ pipeline, n }: RunName) => `runs/${segment(pipeline)}/${n}`;

  async function names(pipeline?: string): Promise<readonly RunName[]> {
    const keys = await objects.list(pipeline === undefined ? 'runs' : `runs/${segment(pipeline)}`);
    const found = keys.flatMap((key) => {
      const [, stem = '', n = ''] = key.split('/');
      return /^\d+$/.test(n) ? [{ pipeline: textOf(stem), n: Number(n) }] : [];
    });
    return found.sort((a, b) => (a.pipeline === b.pipeline ? a.n - b.n : a.pipeline < b.pipeline ? -1 : 1));
  }

  async function entry(name: RunName): Promise<RunEntry | undefined> {
    const doc = await getDocument(objects, keyOf(name), runDocument);
    if (doc === undefined) return undefined;
    const started = await getDocument(objects, `${keyOf(name)}.started`, startedDocument);
    const end = await getDocument(objects, `${keyOf(name)}.ended`, endedDocument);
    return {
      ...doc,
      ...(started && { key: started.key }),
      ...(end && { ended: { result: end.result, endedAt: end.endedAt } }),
    };
  }

  return {
    begin: async (pipeline, doc) => {
      let n = ((await names(pipeline)).at(-1)?.n ?? 0) + 1;
      // Two who begin at once get two numbers.
      while (!(await objects.putIfAbsent(keyOf({ pipeline, n }), bytesOf({ version: 1, n, pipeline, ...doc })))) n++;
      return n;
    },
    started: async (pipeline, n, key) => {
      await objects.putIfAbsent(`${keyOf({ pipeline, n })}.started`, bytesOf({ version: 1, key }));
    },
    ended: async (pipeline, n, end) => {
      await objects.putIfAbsent(`${keyOf({ pipeline, n })}.ended`, bytesOf({ version: 1, ...end }));
    },
    get: async (pipeline, n) => entry({ pipeline, n }),
    latest: async (pipeline) => {
      const last = (await names(pipeline)).at(-1);
      return last && entry(last);
    },
    list: async (pipeline) => (await mapBounded(await names(pipeline), entry)).flatMap((found) => found ?? []),
  };
}
