import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Decisions } from '../plan/decisions.ts';
import { canonicalJson, type Json } from '../plan/json.ts';
import type { Plan } from '../plan/plan.ts';
import { decisionsDocument, planDocument } from './documents/plan-document.ts';
import type { ObjectStore } from './object-store.ts';
import type { ProjectStore } from './project-store.ts';
import { StoreError } from './store-error.ts';

/** Plans, decisions and wire bodies, each under the sha256 of its bytes: the same thing put twice is one. */
export function createContent(objects: ObjectStore): Pick<ProjectStore, 'plans' | 'decisions' | 'bodies'> {
  async function put(folder: string, bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Of(bytes);
    await objects.putIfAbsent(`${folder}/${sha256}`, bytes);
    return sha256;
  }

  async function get(folder: string, sha256: string): Promise<Uint8Array | undefined> {
    const key = `${folder}/${sha256}`;
    const bytes = await objects.get(key);
    if (bytes === undefined || sha256Of(bytes) === sha256) return bytes;
    throw new StoreError('UNREADABLE', key, 'its bytes are not those of its sha256');
  }

  function documents<T extends Plan | Decisions>(folder: string, schema: z.ZodType<T>) {
    return {
      put: async (document: T) => put(folder, new TextEncoder().encode(canonicalJson(plain(document)))),
      get: async (sha256: string) => {
        const bytes = await get(folder, sha256);
        if (bytes === undefined) return undefined;
        const parsed = schema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
        if (parsed.success) return parsed.data;
        throw new StoreError('UNREADABLE', `${folder}/${sha256}`, parsed.error.issues[0]?.message ?? 'no document');
      },
    };
  }

  return {
    plans: documents('plans', planDocument),
    decisions: documents('decisions', decisionsDocument),
    bodies: { put: async (bytes) => put('bodies', bytes), get: async (sha256) => get('bodies', sha256) },
  };
}

/** sha256 of bytes or of a text's UTF-8 bytes, as 64 hex digits. */
export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A document as bare JSON: what is undefined is absent. */
function plain(document: object): Json {
  return JSON.parse(JSON.stringify(document));
}
