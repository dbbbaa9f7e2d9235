import { z } from 'zod';
import type { ClaimRef, ProjectStore } from '../store/index.ts';
import { putDocumentIfAbsent } from '../store/json-object.ts';
import { besideClaim } from './claim-keys.ts';

/**
 * Decides, once for each claim, whether its first send may still count as "not created" or whether somebody sends it
 * again with the same key. Without it a process that wakes up late would prove "I never sent" for a claim that
 * another process has sent meanwhile, and the node would be paid twice. Throws StoreError.
 */
export async function decideSend(
  store: ProjectStore,
  ref: ClaimRef,
  wish: 'not-created' | 'resend',
): Promise<'not-created' | 'resend'> {
  const key = besideClaim('sends', store.realm, ref);
  const { stands } = await putDocumentIfAbsent(store.objects, key, { version: 1, decided: wish }, decision);
  return stands.decided;
}

const decision = z.object({ version: z.literal(1), decided: z.enum(['not-created', 'resend']) });
