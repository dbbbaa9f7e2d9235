import {
  type Forecast,
  foresee,
  NO_SURROUNDINGS,
  type Standing,
  type Surroundings,
} from '../../plan/forecast/index.ts';
import { withTime } from '../../plan/render-times.ts';
import { ENDED, HOLDS_SLOT, type NodeNow, type Progress } from './progress.ts';

/** When a run will be done. Undefined where nothing can be said: not started, over, or nothing takes time any more. */
export function forecastOfRun(progress: Progress, nowMs: number, speed: number): Forecast | undefined {
  const { view, plan } = progress;
  if (view === undefined || !view.loaded || view.over) return undefined;
  const around = surroundingsOf(progress, nowMs, speed);
  const slots = around.slots ?? view.slots.limit;
  // Before the account has lent any, its limit is not known.
  if (slots === 0) return undefined;
  const unsure = progress.nodes.filter(({ state }) => state === 'unsure').length;
  const standings = plan.nodes.map((_, at) =>
    standingOf(progress.nodes[at], nowMs, view.cancelled || progress.decided.has(at)),
  );
  const free = { ...around, slots: Math.max(1, slots - unsure) };
  return foresee({ plan, standings, slots, speed, nowMs, around: free })?.forecast;
}

/** `isOut`: it will not be begun any more. A pick that was answered before waits for its candidates all the same. */
function standingOf(now: NodeNow | undefined, nowMs: number, isOut: boolean): Standing {
  if (now === undefined) return 'ahead';
  const { state, sinceMs, takenMs } = now;
  if (ENDED.has(state) || state === 'downloading') return 'over';
  if (HOLDS_SLOT.has(state)) return { elapsedMs: Math.max(0, nowMs - (takenMs ?? sinceMs)) };
  if (state === 'asking') return { elapsedMs: Math.max(0, nowMs - sinceMs) };
  if (isOut) return 'over';
  return state === 'unsure' || state === 'blocked' ? 'held' : 'ahead';
}

/** What the account and the store say, with what was seen of this run: its pause, and how long its renders took. */
function surroundingsOf({ view, took }: Progress, nowMs: number, speed: number): Surroundings {
  const around = view?.around ?? NO_SURROUNDINGS;
  const times = new Map(around.times);
  for (const [kind, all] of took) {
    times.set(
      kind,
      all.reduce((known, ms) => withTime(known, Math.max(1, ms * speed - around.lateMs)), times.get(kind) ?? []),
    );
  }
  if (view?.paused === undefined) return { ...around, times };
  const untilMs = view.pausedUntilMs ?? around.pausedUntilMs ?? Number.POSITIVE_INFINITY;
  return { ...around, times, pausedUntilMs: Math.max(nowMs, untilMs) };
}
