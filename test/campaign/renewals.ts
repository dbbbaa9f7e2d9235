import { setTimeout as delay } from 'node:timers/promises';
import { simulatorAccountId } from '../../config/index.ts';
import { connectClient, livingEngine } from '../../engine/index.ts';
import { accountWorkflowId, runWorkflowId } from '../../plan/recorded-names.ts';
import { openStore } from '../../store/index.ts';
import { RENEWED_AT } from './renewing.ts';
import type { Stage } from './stage.ts';

/** How often the engine is asked, and for how long. */
const LOOK_MS = 20;
const MOST_MS = 60_000;

/** Resolves when a workflow of the trial is about to be continued as new, or (as the seed has it) just was. */
export async function renewalOf(stage: Stage, whose: 'run' | 'account'): Promise<void> {
  const { scene, stem, random } = stage;
  const store = await openStore({ root: scene.root, realm: 'simulator' });
  const id = whose === 'run' ? runWorkflowId(store.id, stem) : accountWorkflowId(simulatorAccountId(store.id));
  const until = performance.now() + MOST_MS;
  const before = random() < 0.5;
  const engine = await found(() => livingEngine(scene), until);
  const client = await connectClient(engine.settings, engine.namespace);
  try {
    let first: string | undefined;
    await found(async () => {
      const known = await client.workflow
        .getHandle(id)
        .describe()
        .catch(() => undefined);
      first ??= known?.runId;
      const isLong = before && (known?.historyLength ?? 0) >= RENEWED_AT - 6;
      return isLong || (known !== undefined && known.runId !== first) ? true : undefined;
    }, until);
  } finally {
    await client.connection.close();
  }
}

async function found<T>(look: () => Promise<T | undefined>, untilMs: number): Promise<T> {
  for (let known = await look(); performance.now() < untilMs; known = await look()) {
    if (known !== undefined) return known;
    await delay(LOOK_MS);
  }
  throw new Error('nothing was continued as new');
}
