import { isGuess } from './draws.ts';
import type { Outlook } from './outlook.ts';
import { type Play, playsOf } from './plays.ts';

/** Moments (ms since the epoch) or durations (ms): in one of ten plays it is before `earliest`, in one after `latest`. */
export type Span = { readonly earliest: number; readonly likely: number; readonly latest: number };

/**
 * When a run will be done. `until`: by then all is done that needs nobody; `rest`: how long the rest takes after that,
 * counted from the last answer (or from when a pause ends that has no known end); absent: nothing is left then.
 */
export type Forecast = {
  readonly until: Span;
  readonly rest?: Span;
  /** Nothing is sent, and nobody knows until when. */
  readonly isPaused: boolean;
  /** Most of it is guessed: nothing like it was rendered here yet. */
  readonly isGuess: boolean;
};

/** How a run may go, in many plays, and what they come to. undefined where nothing takes time any more. */
export type Foreseen = {
  readonly plays: readonly Play[];
  readonly forecast: Forecast;
  /** The cap and the other runs that it was made with. */
  readonly slots: number;
  readonly rivals: number;
};

export function foresee(outlook: Outlook): Foreseen | undefined {
  const { plan, standings, nowMs, slots, around } = outlook;
  const takesTime = plan.nodes.some(({ renderMs }, at) => standings[at] !== 'over' && renderMs > 0);
  if (!takesTime) return undefined;
  const plays = playsOf(outlook);
  const rests = plays.flatMap(({ restMs }) => (restMs === undefined ? [] : [restMs]));
  const rest = rests.length === 0 ? {} : { rest: spanOf(rests) };
  const until = spanOf(plays.map(({ untilMs }) => Math.max(nowMs, untilMs)));
  const isPaused = around.pausedUntilMs === Number.POSITIVE_INFINITY;
  const forecast = { until, ...rest, isPaused, isGuess: isGuess(outlook) };
  return { plays, forecast, slots: around.slots ?? slots, rivals: around.rivals.length };
}

function spanOf(numbers: readonly number[]): Span {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (quantile: number) => sorted[Math.round(quantile * (sorted.length - 1))] ?? 0;
  return { earliest: at(0.1), likely: at(0.5), latest: at(0.9) };
}
