import { z } from 'zod';
import type { Quota } from '../plan/quota.ts';
import { quota, text } from './documents/fields.ts';
import { bytesOf, getDocument } from './json-object.ts';
import { segment } from './object-store.ts';
import type { ClaimRef, ProjectStore } from './project-store.ts';

const document = z.object({
  version: z.literal(1),
  pipeline: text,
  node: text,
  identity: text,
  generation: z.number(),
  attempt: z.number(),
  reserved: quota,
});

/** One claim of a day: its price counts until the claim says what it has really cost. */
export type DayClaim = { readonly ref: ClaimRef; readonly reserved: Quota };

/** Writes down, before a claim is put, that it counts for an account's day: `days/<account>/<day>/<nonce>`. */
export async function countForDay(
  store: ProjectStore,
  day: { readonly account: string; readonly day: string; readonly nonce: string },
  { ref, reserved }: DayClaim,
): Promise<void> {
  await store.objects.putIfAbsent(`${folderOf(day)}/${segment(day.nonce)}`, bytesOf({ version: 1, ...ref, reserved }));
}

/** What an account's claims of a day have cost in this store, or may still cost. */
export async function spentOnDay(
  store: ProjectStore,
  day: { readonly account: string; readonly day: string },
): Promise<Quota> {
  let spent = 0;
  for (const key of await store.objects.list(folderOf(day))) {
    const found = await getDocument(store.objects, key, document);
    if (found !== undefined) spent += await costOf(store, found, found.reserved);
  }
  return spent;
}

async function costOf(store: ProjectStore, ref: ClaimRef, reserved: Quota): Promise<Quota> {
  const { pipeline, node, identity, generation, attempt } = ref;
  const state = await store.claims.read({ pipeline, node, identity, generation, attempt });
  // Counted and never claimed, or void: nothing was sent.
  if (state === undefined || state.claim.kind === 'void') return 0;
  return state.settled === undefined || state.settled.as === 'paid-again' ? reserved : state.settled.cost;
}

function folderOf({ account, day }: { readonly account: string; readonly day: string }): string {
  return `days/${segment(account)}/${day}`;
}
