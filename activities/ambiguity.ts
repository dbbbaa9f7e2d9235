import { z } from 'zod';
import { type ClaimRef, type ProjectStore, twinsOf } from '../store/index.ts';
import { bytesOf, getDocument } from '../store/json-object.ts';
import { besideClaim } from './claim-keys.ts';

/** Notes beside a claim that its bytes went out and the answer proved nothing, in the vendor's words. */
export async function noteAmbiguity(store: ProjectStore, ref: ClaimRef, atMs: number, message: string): Promise<void> {
  await store.objects.putIfAbsent(keyOf(store, ref), bytesOf({ version: 1, atMs, message }));
}

/** True if this claim's bytes are known to have gone out; false: nobody knows. */
export async function wasWritten(store: ProjectStore, ref: ClaimRef): Promise<boolean> {
  return (await getDocument(store.objects, keyOf(store, ref), ambiguity)) !== undefined;
}

/** True once a vendor was seen not to honour its keys: the account is back to `hold`. */
export async function holdsBack(store: ProjectStore, account: string): Promise<boolean> {
  return (await twinsOf(store, { account })).some((twin) => twin.sent);
}

const ambiguity = z.object({ version: z.literal(1), atMs: z.number(), message: z.string() });

function keyOf(store: ProjectStore, ref: ClaimRef): string {
  return besideClaim('ambiguous', store.realm, ref);
}
