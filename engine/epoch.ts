import { readFileSync } from 'node:fs';
import { systemCode } from './engine-error.ts';
import type { HomeLayout } from './home-layout.ts';
import { writeFileWhole } from './json-file.ts';

/** The number of this server start, on disk before it is returned. Call it with the home's lock in hand. */
export function nextEpoch(layout: HomeLayout, nowMs: number): number {
  // Not below the seconds of today: a deleted home must not hand out numbers that claims already carry.
  const epoch = Math.max(readEpoch(layout) + 1, Math.floor(nowMs / 1000));
  writeFileWhole(layout.epoch, `${epoch}\n`);
  return epoch;
}

/** The number of the last server start, 0 before the first. */
export function readEpoch(layout: HomeLayout): number {
  try {
    const text = readFileSync(layout.epoch, 'utf8').trim();
    return /^[0-9]{1,15}$/.test(text) ? Number(text) : 0;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
