import type { z } from 'zod';
import type { ObjectStore } from './object-store.ts';
import { StoreError } from './store-error.ts';

/** The bytes of a document: JSON and a line feed, as people and tools expect it. */
export function bytesOf(document: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(document)}\n`);
}

/** Reads and checks a document. undefined: absent. Throws StoreError UNREADABLE where it is torn or not what it must be. */
export async function getDocument<T>(objects: ObjectStore, key: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const bytes = await objects.get(key);
  return bytes === undefined ? undefined : parseDocument(bytes, key, schema);
}

/** Puts a document unless one is there; returns the one that stands, and whether it is ours. */
export async function putDocumentIfAbsent<T extends object>(
  objects: ObjectStore,
  key: string,
  document: T,
  schema: z.ZodType<T>,
): Promise<{ readonly won: boolean; readonly stands: T }> {
  if (await objects.putIfAbsent(key, bytesOf(document))) return { won: true, stands: document };
  const found = await getDocument(objects, key, schema);
  if (found === undefined) throw new StoreError('UNREADABLE', key, 'was there a moment ago and is gone');
  return { won: false, stands: found };
}

function parseDocument<T>(bytes: Uint8Array, key: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(jsonOf(bytes, key));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StoreError(
    'UNREADABLE',
    key,
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not what it must be'}`,
  );
}

function jsonOf(bytes: Uint8Array, key: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new StoreError('UNREADABLE', key, 'is torn or no JSON', error);
  }
}
