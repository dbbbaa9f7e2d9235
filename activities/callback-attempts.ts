import { refDocument } from '../store/documents/claim-document.ts';
import type { ClaimRef, ProjectStore } from '../store/index.ts';
import { bytesOf, getDocument } from '../store/json-object.ts';

/** Writes down which claim an attempt's name stands for, before its token leaves the house. Throws StoreError. */
export async function noteAttempt(store: ProjectStore, attempt: string, ref: ClaimRef): Promise<void> {
  await store.objects.putIfAbsent(keyOf(attempt), bytesOf({ version: 1, ref }));
}

/** The claim that an attempt's name stands for; undefined: none of this store. Throws StoreError. */
export async function attemptNamed(store: ProjectStore, attempt: string): Promise<ClaimRef | undefined> {
  return (await getDocument(store.objects, keyOf(attempt), refDocument))?.ref;
}

function keyOf(attempt: string): string {
  return `callbacks/${attempt}`;
}
