import type { Forecast } from '../../plan/forecast/index.ts';
import { dollars } from '../../plan/quota.ts';
import { clean } from '../terminal/clean.ts';
import { duration } from '../terminal/durations.ts';
import { count } from '../terminal/numbers.ts';
import { forecastWords } from '../views/forecast-words.ts';
import type { Line } from './line.ts';
import { nearLimitOf } from './near-limit.ts';
import { peopleLines } from './people-lines.ts';
import type { Progress } from './progress.ts';
import { slotLines } from './slot-lines.ts';
import { stepBars } from './step-bars.ts';

/** What a frame is drawn from. `run`: stem#n. */
export type FrameFacts = {
  readonly run: string;
  readonly realm: string;
  readonly columns: number;
  readonly rows: number;
  readonly nowMs: number;
  readonly zone: string;
  readonly forecast?: Forecast | undefined;
  /** Said instead of the way out, e.g. that the engine does not answer. */
  readonly notice?: string;
};

/** The live view as lines, never more than `rows − 1` of them (a taller frame would flicker). */
export function frame(progress: Progress, facts: FrameFacts): readonly Line[] {
  const room = Math.max(7, facts.rows - 1);
  const fixed = [titleLine(progress, facts), ...endLines(progress, facts)];
  const people = peopleLines(progress, facts, room >= 14 ? 4 : 1);
  const slots = slotLines(progress, facts.nowMs, Math.max(1, Math.min(8, room - fixed.length - people.length - 3)));
  const left = room - fixed.length - people.length - slots.length;
  const [title = [], ...end] = fixed;
  return [
    title,
    ...stepBars(progress, facts.columns, Math.max(1, left)),
    ...slots,
    ...end.slice(0, -1),
    ...people,
    ...end.slice(-1),
  ];
}

function titleLine({ plan, view }: Progress, facts: FrameFacts): Line {
  const elapsed = view === undefined ? '' : duration(facts.nowMs - view.startedMs);
  const name = clean(plan.name, 40);
  return [
    [facts.run, 'strong'],
    [name === '' || name === plan.pipeline ? '' : `  ${name}`],
    [facts.realm === 'simulator' ? '  simulated' : '', 'busy'],
    [`  ${elapsed}`, 'faint'],
  ];
}

function endLines(progress: Progress, facts: FrameFacts): readonly Line[] {
  const { view } = progress;
  if (view === undefined) return [[['starting', 'faint']], wayOut(facts)];
  const { money } = view;
  const near = nearLimitOf(progress);
  const words = facts.forecast === undefined ? '' : forecastWords(facts.forecast, facts);
  const ended = (view.counts.done ?? 0) + (view.counts['not-wanted'] ?? 0);
  return [
    [
      ['money   ', 'faint'],
      [dollars(money.spent), 'strong'],
      [` spent of ${dollars(money.planned)} planned`],
      [money.reserved > 0 ? `, ${dollars(money.reserved)} reserved` : '', 'faint'],
      [money.refunded > 0 ? `, ${dollars(money.refunded)} refunded` : '', 'faint'],
      near === undefined
        ? [money.limit === null ? '' : `, limit ${dollars(money.limit)}`, 'faint']
        : [`, ${near}`, 'warn'],
    ],
    [
      ['time    ', 'faint'],
      [words === '' ? '–' : words],
      [`  ${count(ended)} of ${count(view.total)} nodes`, 'faint'],
      [view.current > 0 ? `, ${count(view.current)} of them were there at $0` : '', 'faint'],
    ],
    view.over ? [['the run is over', 'faint']] : wayOut(facts),
  ];
}

function wayOut(facts: FrameFacts): Line {
  if (facts.notice !== undefined) return [[clean(facts.notice), 'warn']];
  return [['Ctrl-C stops following, the run goes on', 'faint']];
}
