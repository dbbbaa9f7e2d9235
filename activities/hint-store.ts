import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ProjectStore } from '../store/index.ts';
import { bytesOf, getDocument } from '../store/json-object.ts';
import { segment } from '../store/object-store.ts';

const hint = z.object({ version: z.literal(1), nonce: z.string() });

/** Hands a hint on to a worker that this one does not know: whoever follows the task looks here. Throws StoreError. */
export async function leaveHint(store: ProjectStore, account: string, task: string): Promise<void> {
  await store.objects.put(keyOf(account, task), bytesOf({ version: 1, nonce: randomUUID() }));
}

/** Names the last hint that was left for a task; '' where there is none or nobody can say. */
export async function lastHint(store: ProjectStore, account: string, task: string): Promise<string> {
  const found = await getDocument(store.objects, keyOf(account, task), hint).catch(() => undefined);
  return found?.nonce ?? '';
}

function keyOf(account: string, task: string): string {
  return `hints/${segment(account)}/${segment(task)}`;
}
