import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { simulatorAccountId } from '../../config/index.ts';
import { connectClient, livingEngine } from '../../engine/index.ts';
import { accountWorkflowId, runWorkflowId, SIGNAL_LIMIT } from '../../plan/recorded-names.ts';
import { TIMING } from '../../plan/timing.ts';
import { openStore } from '../../store/index.ts';
import { CAP } from './ends.ts';
import { RENEWED_AT } from './renewing.ts';
import type { Stage } from './stage.ts';

/** How often the engine is asked, and for how long. */
const LOOK_MS = 20;
const MOST_MS = 60_000;
/** A signal and the decision about it. */
const EVENTS_A_SIGNAL = 4;
/** So many of the eight tasks may be accepted before the account is moved on. */
const MOST_ACCEPTED = 6;

/** Resolves when a workflow of the trial is about to be continued as new, or (as the seed has it) just was. */
export async function renewalOf(stage: Stage, whose: 'run' | 'account'): Promise<void> {
  const { scene, stem, vendor, random } = stage;
  const store = await openStore({ root: scene.root, realm: 'simulator' });
  const id = whose === 'run' ? runWorkflowId(store.id, stem) : accountWorkflowId(simulatorAccountId(store.id));
  const before = random() < 0.5;
  const accepted = await vendor.upcoming('accepted', 1 + Math.floor(random() * MOST_ACCEPTED));
  const until = performance.now() + MOST_MS;
  const engine = await found(() => livingEngine(scene), until);
  const client = await connectClient(engine.settings, engine.namespace);
  try {
    if (whose === 'account') await accepted();
    const renewed = whose === 'run' ? awaitRenewal : bringOnRenewal;
    await renewed({ client, id, before, until });
  } finally {
    await client.connection.close();
  }
}

type Watched = { readonly client: Client; readonly id: string; readonly before: boolean; readonly until: number };

/** A run has events enough of its own. */
function awaitRenewal({ client, id, before, until }: Watched): Promise<true> {
  let first: string | undefined;
  return found(async () => {
    const known = await look(client, id);
    first ??= known?.runId;
    const isLong = before && (known?.historyLength ?? 0) >= RENEWED_AT - 6;
    return isLong || (known !== undefined && known.runId !== first) ? true : undefined;
  }, until);
}

/**
 * An account has some thirty in a whole night, most of them at its ends: it is told the limit that it knows, as every
 * command tells it, until it is continued as new.
 */
async function bringOnRenewal({ client, id, before, until }: Watched): Promise<true> {
  const { runId: first, startTime } = await found(() => look(client, id), until);
  return found(async () => {
    const known = await look(client, id);
    if (known === undefined) return undefined;
    if (known.runId !== first) return true;
    const isOld = Date.now() - startTime.getTime() > TIMING.renewNotBeforeMs;
    await client.workflow.getHandle(id).signal(SIGNAL_LIMIT, { limit: CAP });
    return before && isOld && known.historyLength >= RENEWED_AT - EVENTS_A_SIGNAL ? true : undefined;
  }, until);
}

function look(client: Client, id: string) {
  return client.workflow
    .getHandle(id)
    .describe()
    .catch(() => undefined);
}

async function found<T>(look: () => Promise<T | undefined>, untilMs: number): Promise<T> {
  for (let known = await look(); performance.now() < untilMs; known = await look()) {
    if (known !== undefined) return known;
    await delay(LOOK_MS);
  }
  throw new Error('nothing was continued as new');
}
