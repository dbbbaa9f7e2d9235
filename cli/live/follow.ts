import type { Plan } from '../../plan/plan.ts';
import { clean } from '../terminal/clean.ts';
import type { Outlet, Terminal } from '../terminal/terminal.ts';
import { typed } from '../views/advice.ts';
import { forecaster } from './forecaster.ts';
import { frame } from './frame.ts';
import { type Line, lineText } from './line.ts';
import { nearLimitOf } from './near-limit.ts';
import { waitWords } from './people-lines.ts';
import { newsLines, totalsLine } from './plain-lines.ts';
import { applyView, type News, type Progress, startProgress } from './progress.ts';
import { standsStill } from './stands-still.ts';
import type { SeenView } from './unproven.ts';

/** Moments and waits, handed in. `wait` ends early, without an error, when the signal is aborted. */
export type Clock = { readonly nowMs: () => number; readonly wait: (ms: number, signal: AbortSignal) => Promise<void> };

export type FollowOptions = {
  readonly terminal: Terminal;
  readonly plan: Plan;
  /** stem#n. */
  readonly run: string;
  readonly realm: string;
  /** Nodes that were kept or left out before the run began: no news. */
  readonly decided?: ReadonlySet<number>;
  /** Speed of a simulated run, 1 otherwise. */
  readonly speed: number;
  /** The run's next answer; `since` is the cursor of the last one, 0 at first. */
  readonly next: (since: number) => Promise<SeenView>;
  readonly clock: Clock;
  /** Whether Ctrl-C came before following began. */
  readonly isLeft?: () => boolean;
  /** Told of each answer: what was known before it and after. */
  readonly heard?: (before: Progress, after: Progress) => void;
  /** Where to draw or write; stderr unless told. */
  readonly outlet?: Outlet;
  /** Between two answers, ms. */
  readonly everyMs?: number;
  /** Between two lines of totals where nothing can be drawn, ms. */
  readonly totalsMs?: number;
  /** How long nothing may move before it counts as a person's turn, ms: longer than a moment between two events. */
  readonly stillMs?: number;
  /** How long answers may fail to come before following gives up, ms. */
  readonly patienceMs?: number;
};

/**
 * `over`: the run ended; `left`: Ctrl-C ended the following only, the run goes on; `people`: only a person can go on;
 * `silent`: the engine did not answer any more, so nothing goes on before it does.
 */
export type Followed = { readonly end: 'over' | 'left' | 'people' | 'silent'; readonly progress: Progress };

/** Follows a run until it ends or the person leaves: drawn on a terminal, plain lines elsewhere. */
export async function follow(options: FollowOptions): Promise<Followed> {
  const outlet = options.outlet ?? options.terminal.talk;
  const left = new AbortController();
  const stopListening = options.terminal.onInterrupt(() => left.abort());
  if (options.isLeft?.()) left.abort();
  const teller = outlet.live ? await drawn(options, outlet, () => left.abort()) : written(options, outlet);
  try {
    return await listened(options, teller, left.signal);
  } finally {
    stopListening();
    await teller.end();
  }
}

type Teller = {
  readonly tell: (progress: Progress, news: readonly News[], notice?: string) => void;
  readonly end: () => Promise<void>;
};

async function listened(options: FollowOptions, teller: Teller, left: AbortSignal): Promise<Followed> {
  const { clock, everyMs = 500, patienceMs = 60_000, stillMs = 1_500 } = options;
  let progress = startProgress(options.plan, options.decided);
  let heardMs = clock.nowMs();
  let stillSinceMs: number | undefined;
  let silent = false;
  teller.tell(progress, []);
  while (!left.aborted) {
    const answer = await nextAnswer(options, progress, left);
    if (answer.kind === 'left') break;
    if (answer.kind === 'error') {
      silent = true;
      if (clock.nowMs() - heardMs > patienceMs) break;
      teller.tell(progress, [], 'the engine does not answer; trying again');
    } else {
      silent = false;
      heardMs = clock.nowMs();
      const applied = applyView(progress, answer.view);
      options.heard?.(progress, applied.progress);
      progress = applied.progress;
      teller.tell(progress, applied.news);
      if (answer.view.over) return { end: 'over', progress };
      if (!standsStill(answer.view)) stillSinceMs = undefined;
      else if (stillSinceMs === undefined) stillSinceMs = clock.nowMs();
      else if (clock.nowMs() - stillSinceMs >= stillMs) return { end: 'people', progress };
    }
    await clock.wait(everyMs, left);
  }
  return { end: silent ? 'silent' : 'left', progress };
}

type Answer =
  | { readonly kind: 'view'; readonly view: SeenView }
  | { readonly kind: 'error' }
  | { readonly kind: 'left' };

/** The next answer, or `left` at once when the person leaves while it is awaited. */
function nextAnswer(options: FollowOptions, progress: Progress, left: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    const leave = () => resolve({ kind: 'left' });
    left.addEventListener('abort', leave, { once: true });
    options
      .next(progress.view?.cursor ?? 0)
      .then(
        (view) => resolve({ kind: 'view', view }),
        () => resolve({ kind: 'error' }),
      )
      .finally(() => left.removeEventListener('abort', leave));
  });
}

async function drawn(options: FollowOptions, outlet: Outlet, leave: () => void): Promise<Teller> {
  const { openScreen } = await import('./screen.tsx');
  const screen = openScreen({ outlet, input: options.terminal.input, onInterrupt: leave });
  let last: { progress: Progress; notice: string | undefined } | undefined;
  const { run, realm, clock, terminal } = options;
  const forecastOf = forecaster(clock.nowMs, options.speed);
  const draw = () => {
    if (last === undefined) return;
    const size = { columns: outlet.columns(), rows: outlet.rows() };
    const { zone } = terminal;
    const facts = { run, realm, zone, ...size, forecast: forecastOf(last.progress), nowMs: clock.nowMs() };
    screen.draw(frame(last.progress, last.notice === undefined ? facts : { ...facts, notice: last.notice }));
  };
  outlet.stream.on('resize', draw);
  return {
    tell: (progress, _news, notice) => {
      last = { progress, notice };
      draw();
    },
    end: async () => {
      outlet.stream.off('resize', draw);
      await screen.end(false);
    },
  };
}

function written(options: FollowOptions, outlet: Outlet): Teller {
  const { clock, totalsMs = 30_000, run } = options;
  const forecastOf = forecaster(clock.nowMs, options.speed);
  const write = (line: Line) => outlet.line(lineText(line, Number.POSITIVE_INFINITY, outlet.paint));
  let totalsAt = Number.NEGATIVE_INFINITY;
  let noticed: string | undefined;
  let isNear = false;
  write([[`following ${run}; the run goes on without this: ${typed('dailies status', options)}`, 'faint']]);
  return {
    tell: (progress, news, told) => {
      for (const line of newsLines(progress, news, options)) write(line);
      const notice = told ?? waitWords(progress.view);
      if (notice !== undefined && notice !== noticed) write([[clean(notice), 'warn']]);
      noticed = notice;
      const near = nearLimitOf(progress);
      if (near !== undefined && !isNear) write([[`spent or reserved is ${near}`, 'warn']]);
      isNear ||= near !== undefined;
      if (!progress.view?.loaded || (clock.nowMs() - totalsAt < totalsMs && !progress.view.over)) return;
      totalsAt = clock.nowMs();
      const place = { nowMs: clock.nowMs(), zone: options.terminal.zone };
      write(totalsLine(progress, forecastOf(progress), place));
    },
    end: async () => undefined,
  };
}
