import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { EngineFacts } from './oracle/engine-facts.ts';

type Histories = EngineFacts['histories'];

/** I14: histories that these workflows do not replay. */
export async function notReplaying(histories: Histories, bundle: string): Promise<readonly string[]> {
  quiet();
  return inTurn(async () => {
    const given = Object.entries(histories).map(([workflowId, history]) => ({ workflowId, history }));
    const violations: string[] = [];
    for await (const { workflowId, error } of Worker.runReplayHistories(
      { workflowBundle: { codePath: bundle } },
      given,
    )) {
      if (error !== undefined) violations.push(`I14 ${workflowId} does not replay: ${error.message}`);
    }
    return violations;
  });
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
