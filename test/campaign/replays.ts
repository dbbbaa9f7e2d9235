import path from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { connectClient, livingEngine } from '../../engine/index.ts';
import { accountWorkflowId, runWorkflowId } from '../../plan/recorded-names.ts';
import { openStore } from '../../store/index.ts';
import type { Scene } from '../e2e/scene.ts';

const BUNDLE = { codePath: path.resolve(import.meta.dirname, '../../dist/workflows.bundle.js') };

/** Histories of a run and of its account that today's workflows do not replay. */
export async function notReplaying({ root, home, env }: Scene, stem: string): Promise<readonly string[]> {
  const engine = await livingEngine({ home, env });
  if (engine === undefined) return ['I14 nothing to replay: the engine does not run'];
  const store = await openStore({ root, realm: 'simulator' });
  const entry = await store.runs.latest(stem);
  const ids = [runWorkflowId(store.id, stem), ...(entry === undefined ? [] : [accountWorkflowId(entry.account)])];
  const client = await connectClient(engine.settings, engine.namespace);
  quiet();
  try {
    const histories = await Promise.all(ids.map((id) => client.workflow.getHandle(id).fetchHistory()));
    const found = await inTurn(async () => {
      const each: (readonly string[])[] = [];
      for (const [at, id] of ids.entries()) each.push(await replays(id, histories[at] ?? {}));
      return each;
    });
    return found.flat();
  } finally {
    await client.connection.close();
  }
}

async function replays(id: string, history: Parameters<typeof Worker.runReplayHistory>[1]): Promise<readonly string[]> {
  try {
    await Worker.runReplayHistory({ workflowBundle: BUNDLE }, history, id);
    return [];
  } catch (error) {
    return [`I14 ${id} does not replay: ${error instanceof Error ? error.message : String(error)}`];
  }
}

let last: Promise<unknown> = Promise.resolve();
/** The SDK ends its runtime after the last replay: one that begins at that moment finds it gone. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}

let isQuiet = false;
function quiet(): void {
  if (!isQuiet) Runtime.install({ logger: new DefaultLogger('ERROR') });
  isQuiet = true;
}
