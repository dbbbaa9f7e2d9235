import { z } from 'zod';
import type { ClaimRef, ProjectStore } from '../store/index.ts';
import { bytesOf, getDocument } from '../store/json-object.ts';
import { segment } from '../store/object-store.ts';
import { besideClaim } from './claim-keys.ts';

/** Notes beside a claim that its bytes went out and the answer proved nothing, in the vendor's words. */
export async function noteAmbiguity(store: ProjectStore, ref: ClaimRef, atMs: number, message: string): Promise<void> {
  await store.objects.putIfAbsent(keyOf(store, ref), bytesOf({ version: 1, atMs, message }));
}

/** True if this claim's bytes are known to have gone out; false: nobody knows. */
export async function wasWritten(store: ProjectStore, ref: ClaimRef): Promise<boolean> {
  return (await getDocument(store.objects, keyOf(store, ref), ambiguity)) !== undefined;
}

/**
 * Reports a task that may be the twin of one that the first send made: the vendor seems not to honour its keys, so
 * this account sends nothing twice any more.
 */
export async function reportTwin(store: ProjectStore, account: string, ref: ClaimRef, task: string): Promise<void> {
  const key = `twins/${segment(account)}/${besideClaim('of', store.realm, ref)}`;
  await store.objects.putIfAbsent(key, bytesOf({ version: 1, task }));
}

/** True once a possible twin was reported: the account is back to `hold`. */
export async function holdsBack(store: ProjectStore, account: string): Promise<boolean> {
  return (await store.objects.list(`twins/${segment(account)}`)).length > 0;
}

const ambiguity = z.object({ version: z.literal(1), atMs: z.number(), message: z.string() });

function keyOf(store: ProjectStore, ref: ClaimRef): string {
  return besideClaim('ambiguous', store.realm, ref);
}
