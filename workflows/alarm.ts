import { sleep } from '@temporalio/workflow';
import type { Waits } from './waits.ts';

/** Sets one timer at a time, for the earliest time asked for: an alarm that is not needed costs no event. */
export function openAlarm(waits: Waits, ring: () => void): (atMs: number | undefined) => void {
  let armedMs = Number.POSITIVE_INFINITY;
  return (atMs) => {
    if (atMs === undefined || atMs >= armedMs) return;
    armedMs = atMs;
    const restMs = Math.max(1, atMs - Date.now());
    const rang = () => {
      armedMs = Number.POSITIVE_INFINITY;
      ring();
    };
    waits.begin('alarm', () => sleep(restMs), rang);
  };
}
