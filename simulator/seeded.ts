import { createHash } from 'node:crypto';

/** A number in [0, 1) that depends on nothing but the text. */
export function seededNumber(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** Hex sha256. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
