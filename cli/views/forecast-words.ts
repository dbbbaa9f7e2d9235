import type { Forecast, Span } from '../../plan/forecast/index.ts';
import { clockTime, dayOf } from '../terminal/clock-times.ts';
import { duration } from '../terminal/durations.ts';

export type ForecastPlace = {
  readonly nowMs: number;
  /** IANA name of the user's zone, '' for the system's. */
  readonly zone: string;
};

/**
 * When it will be done, as people say it: `done about 02:10–03:40`, for what is near `40 s to 1 m left`; where a person
 * must answer, how long it goes on by itself, and how long it takes from the answer on.
 */
export function forecastWords({ until, rest, isPaused }: Forecast, place: ForecastPlace): string {
  const isSoon = until.latest - place.nowMs < NEAR_MS;
  const soon = durations(mapped(until, (ms) => Math.max(0, ms - place.nowMs)));
  if (rest === undefined) return isSoon ? `${soon} left` : `done about ${moments(until, place)}`;
  const isLittle = rest.latest < LITTLE_MS;
  const more = durations(rest);
  if (isPaused) return `${more} more when it goes on`;
  if (until.latest - place.nowMs < LITTLE_MS) return `waits for a person${isLittle ? '' : `, then ${more}`}`;
  const alone = isSoon ? `for ${soon}` : `until about ${moments(until, place)}`;
  return `by itself ${alone}${isLittle ? ', then a person is needed' : `; after a person’s answer ${more} more`}`;
}

/** The same for what is not begun: `about 40 s`. */
export function durationWords(forecast: Forecast, place: ForecastPlace): string {
  return forecastWords(forecast, place).replace(/ left$/, '');
}

/** A forecast as data: moments in ISO, durations in seconds; null where nothing takes time any more. */
export function forecastDocument(forecast: Forecast | undefined) {
  if (forecast === undefined) return null;
  const { until, rest, isPaused, isGuess } = forecast;
  const iso = (ms: number) => new Date(ms).toISOString();
  const seconds = (ms: number) => Math.round(ms / 100) / 10;
  return {
    done: rest === undefined ? mapped(until, iso) : null,
    needsPerson:
      rest === undefined || isPaused ? null : { from: mapped(until, iso), thenSeconds: mapped(rest, seconds) },
    paused: rest === undefined || !isPaused ? null : { thenSeconds: mapped(rest, seconds) },
    guess: isGuess,
  };
}

export type ForecastDocument = ReturnType<typeof forecastDocument>;

/** Below that nobody would wait for it. */
const LITTLE_MS = 1_000;
/** People think of what is nearer in minutes, and of what is farther in times of the day. */
const NEAR_MS = 600_000;

/** `about 40 s`, `40 s to 1 m`. */
function durations(span: Span): string {
  const [early, late] = [duration(rounded(span.earliest)), duration(rounded(span.latest))];
  return early === late ? `about ${early}` : `${early} to ${late}`;
}

/** No more exact than it is meant: minutes from ten minutes on, five of them from two hours on. */
function rounded(ms: number): number {
  const step = ms >= 7_200_000 ? 300_000 : ms >= NEAR_MS ? 60_000 : ms >= 60_000 ? 5_000 : 100;
  return Math.round(ms / step) * step;
}

/** `02:10–03:40`, the day before it where it is not today: `2026-11-24 02:10–03:40`. */
function moments({ earliest, latest }: Span, { nowMs, zone }: ForecastPlace): string {
  const step = latest - nowMs >= 3_600_000 ? 300_000 : 60_000;
  const [early, late] = [earliest, latest].map((ms) => Math.round(ms / step) * step);
  const written = (ms: number, today: string) => {
    const text = clockTime(ms, zone);
    return dayOf(ms, zone) === today ? text.slice(text.indexOf(' ') + 1) : text;
  };
  const first = written(early ?? 0, dayOf(nowMs, zone));
  const second = written(late ?? 0, dayOf(early ?? 0, zone));
  return early === late ? first : `${first}–${second}`;
}

function mapped<T>({ earliest, likely, latest }: Span, of: (ms: number) => T) {
  return { earliest: of(earliest), likely: of(likely), latest: of(latest) };
}
