import os from 'node:os';
import type { Claim } from '../plan/claim.ts';
import { thisProcess } from '../store/index.ts';
import type { Clock } from './world.ts';

/** How far two clocks may disagree before the age of a key is anybody's guess. */
export const CLOCK_TOLERANCE_MS = 300_000;
/** A wall clock is set by small steps all the time. */
const STEP_MS = 2_000;

/** ms since this machine started, its sleeps included; nobody sets it. */
export function bootMs(): number {
  return Math.round(os.uptime() * 1000);
}

/**
 * How old a claim's idempotency key is, in ms; undefined: nobody can say. On the boot that wrote the claim the wall
 * clock must agree with the boot clock, so that a wall clock that was set back cannot make an old key young.
 */
export async function keyAgeMs(claim: Claim, clock: Clock): Promise<number | undefined> {
  const wallAgeMs = clock.wallMs() - claim.atMs;
  if (wallAgeMs < -STEP_MS) return undefined;
  const { host, boot } = await thisProcess();
  const sameBoot = boot !== '' && claim.owner.host === host && claim.owner.boot === boot;
  if (claim.bootMs === undefined || !sameBoot) return Math.max(0, wallAgeMs);
  const bootAgeMs = clock.bootMs() - claim.bootMs;
  if (Math.abs(wallAgeMs - bootAgeMs) > CLOCK_TOLERANCE_MS) return undefined;
  return Math.max(0, wallAgeMs, bootAgeMs);
}
