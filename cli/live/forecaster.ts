import type { Forecast } from '../../plan/forecast/index.ts';
import { forecastOfRun } from './forecast-of-run.ts';
import type { Progress } from './progress.ts';

/** No more often than people can read it, and a twentieth of the time at most goes into it. */
const LEAST_MS = 1_000;
const TIMES_ITS_COST = 20;

/** Forecasts of a run that is followed: made anew every now and then, the last one in between. */
export function forecaster(nowMs: () => number, speed: number): (progress: Progress) => Forecast | undefined {
  let forecast: Forecast | undefined;
  let nextMs = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const beganMs = nowMs();
    const isOver = progress.view?.over === true;
    if (beganMs < nextMs && forecast !== undefined && !isOver) return forecast;
    forecast = forecastOfRun(progress, beganMs, speed);
    nextMs = beganMs + Math.max(LEAST_MS, TIMES_ITS_COST * (nowMs() - beganMs));
    return forecast;
  };
}
