/**
 * A number in [0, 1) from two others: always the same for the same two, so that a forecast made again a moment later
 * is the same one (32-bit finalizer of MurmurHash3).
 */
export function dice(a: number, b: number): number {
  let hash = (Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca77)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
