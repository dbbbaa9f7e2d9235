import { expireQuestions } from './question.ts';
import type { Run } from './run.ts';
import type { RunState } from './state.ts';

/** Notes that something is due at `atMs`, so that nobody need look through all that rests before. */
export function dueAt(run: Run, atMs: number): void {
  run.soonestMs = Math.min(run.soonestMs, atMs);
}

/** When the first rest or question ends; Infinity: nothing rests. */
export function soonestOf(state: RunState): number {
  const twins = Object.values(state.twins ?? {}).map((twin) => twin.untilMs);
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...Object.values(state.delayed),
    ...Object.values(state.deadlines),
    ...twins,
  );
}

/** Ends the rests and questions whose time is over; nodes that rested are handed to `takeUp`. */
export function endRests(run: Run, takeUp: (run: Run, node: number) => void): void {
  if (run.soonestMs > run.nowMs) return;
  for (const [key, untilMs] of Object.entries(run.state.delayed)) {
    if (untilMs > run.nowMs) continue;
    delete run.state.delayed[key];
    takeUp(run, Number(key));
  }
  expireQuestions(run);
  run.soonestMs = soonestOf(run.state);
}
