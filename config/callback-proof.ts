import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a listener answers to `?hello=<nonce>`: shows that it belongs to the home whose secret this is. */
export function listenerProof(secret: string, nonce: string): string {
  return createHmac('sha256', secret).update(`listener ${nonce}`).digest('hex');
}

/** Whether a listener of this home answers at an address, its own on 127.0.0.1 or the public one. Never throws. */
export async function isOurListener(url: string, secret: string, timeoutMs: number): Promise<boolean> {
  const nonce = randomBytes(16).toString('hex');
  try {
    const answer = await fetch(`${url}?hello=${nonce}`, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    const told = Buffer.from((await answer.text()).slice(0, 64));
    const expected = Buffer.from(listenerProof(secret, nonce));
    return told.length === expected.length && timingSafeEqual(told, expected);
  } catch {
    return false;
  }
}
