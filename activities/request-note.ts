import { z } from 'zod';
import { isRequest } from '../plan/complete-request.ts';
import { isJsonObject, type Json } from '../plan/json.ts';
import type { Request } from '../plan/request.ts';
import type { ProjectStore } from '../store/index.ts';
import { bytesOf, getDocument } from '../store/json-object.ts';

/**
 * Keeps the request of an identity before it is paid, so that whoever finds the finished task later (another worker,
 * a sweep after the run's death) can write its record without the plan, the picks and the upstream nodes.
 */
export async function noteRequest(store: ProjectStore, identity: string, request: Request): Promise<void> {
  await store.objects.putIfAbsent(keyOf(identity), bytesOf({ version: 1, request }));
}

/** The request that was noted for an identity, undefined where none was. Throws StoreError where it cannot be read. */
export async function notedRequest(store: ProjectStore, identity: string): Promise<Request | undefined> {
  const note = await getDocument(store.objects, keyOf(identity), noted);
  return isJsonObject(note?.request) && isRequest(note.request) ? note.request : undefined;
}

const json: z.ZodType<Json> = z.json();
const noted = z.object({ version: z.literal(1), request: json });

function keyOf(identity: string): string {
  return `requests/${identity}`;
}
