import type { Forecast } from '../../plan/forecast/index.ts';
import { dollars } from '../../plan/quota.ts';
import type { NodeState } from '../../plan/run-view.ts';
import { lineText } from '../live/line.ts';
import { nearLimitOf } from '../live/near-limit.ts';
import { peopleLines } from '../live/people-lines.ts';
import { ENDED, HOLDS_SLOT, type Progress } from '../live/progress.ts';
import { stepCounts } from '../live/step-counts.ts';
import { clean } from '../terminal/clean.ts';
import { clockTime } from '../terminal/clock-times.ts';
import { duration } from '../terminal/durations.ts';
import { count } from '../terminal/numbers.ts';
import type { Screen } from '../terminal/screen.ts';
import { table } from '../terminal/table.ts';
import { forecastWords } from './forecast-words.ts';
import { countWords, runState } from './run-state.ts';

export type StatusFacts = {
  readonly run: string;
  readonly realm: string;
  readonly progress: Progress;
  readonly forecast?: Forecast | undefined;
  /** When it ended; absent: it is open. */
  readonly endedMs?: number;
};

/** One run: a row per step, the nodes that are not done, money, and what waits for a person. */
export function statusView(facts: StatusFacts, screen: Screen): string {
  const { progress } = facts;
  const run = clean(facts.run);
  const { view } = progress;
  if (view === undefined) return `${run}  not started yet`;
  const { paint } = screen;
  const words = facts.forecast === undefined ? '' : forecastWords(facts.forecast, screen);
  const { endedMs } = facts;
  const when =
    endedMs === undefined ? `since ${clockTime(view.startedMs, screen.zone)}` : `at ${clockTime(endedMs, screen.zone)}`;
  const head =
    `${paint('strong', run)}  ${runState(view)} ${when} ` +
    `(${duration((endedMs ?? screen.nowMs) - view.startedMs)})${words === '' ? '' : `, ${words}`}`;
  const near = nearLimitOf(progress);
  const money =
    `${dollars(view.money.spent)} spent of ${dollars(view.money.planned)} planned` +
    (view.money.reserved > 0 ? `, ${dollars(view.money.reserved)} reserved` : '') +
    (view.money.refunded > 0 ? `, ${dollars(view.money.refunded)} refunded` : '') +
    (near === undefined
      ? view.money.limit === null
        ? ''
        : `, limit ${dollars(view.money.limit)}`
      : `, ${paint('warn', near)}`);
  const totals = [
    `nodes   ${countWords(view.counts, view.current)}`,
    `money   ${money}`,
    `slots   ${count(view.slots.used)} of ${count(view.slots.limit)}${view.slots.waiting && !view.over ? ', other runs wait for slots' : ''}`,
  ];
  const people = peopleLines(progress, { ...facts, nowMs: screen.nowMs }, 12).map((line) =>
    lineText(line, Number.POSITIVE_INFINITY, paint),
  );
  return [head, steps(progress, screen), open(progress, screen), [...totals, ...people].join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function steps(progress: Progress, { columns, paint }: Screen): string {
  const rows = stepCounts(progress).map(({ step, total, counts }) => {
    const of = (...states: readonly NodeState[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
    const dash = (value: number) => (value === 0 ? '–' : count(value));
    const others = Object.entries(counts).flatMap(([state, many]) =>
      OTHERS.has(state) ? [`${count(many)} ${state}`] : [],
    );
    return [
      step,
      count(total),
      { text: dash(of('done')), style: 'good' as const },
      dash(of(...HOLDS_SLOT, 'downloading')),
      dash(of('waiting', 'ready')),
      { text: others.join(', '), style: 'warn' as const },
    ];
  });
  return table(STEP_COLUMNS, rows, columns, paint);
}

function open(progress: Progress, { columns, paint, nowMs }: Screen): string {
  const telling = progress.nodes.flatMap((now, at) =>
    now.state === 'waiting' || now.state === 'ready' || QUIET.has(now.state) ? [] : [{ now, at }],
  );
  const rows = telling.slice(0, MOST_ROWS).map(({ now, at }) => [
    progress.plan.nodes[at]?.id ?? '',
    { text: now.state, style: ENDED.has(now.state) || now.state === 'unsure' ? ('bad' as const) : ('busy' as const) },
    now.sinceMs === 0 ? '' : duration(nowMs - now.sinceMs),
    // Of a failed node it is the attempt that `retry` would make.
    now.attempt !== undefined && now.attempt > 1 && now.state !== 'failed' ? `attempt ${now.attempt}` : '',
    now.code ?? '',
    now.task ?? '',
  ]);
  const text = table(NODE_COLUMNS, rows, columns, paint);
  return telling.length > MOST_ROWS ? `${text}\n… and ${count(telling.length - MOST_ROWS)} more nodes` : text;
}

const MOST_ROWS = 60;
const QUIET: ReadonlySet<NodeState> = new Set(['done', 'not-wanted', 'skipped', 'cancelled']);
const OTHERS: ReadonlySet<string> = new Set([
  'failed',
  'unsure',
  'blocked',
  'asking',
  'skipped',
  'not-wanted',
  'cancelled',
]);
const STEP_COLUMNS = [
  { title: 'step', flexible: true },
  { title: 'nodes', align: 'right' },
  { title: 'done', align: 'right' },
  { title: 'rendering', align: 'right' },
  { title: 'waiting', align: 'right' },
  { title: 'other', flexible: true },
] as const;
const NODE_COLUMNS = [
  { title: 'node', flexible: true },
  { title: 'state' },
  { title: 'for', align: 'right' },
  { title: '', optional: true },
  { title: 'why' },
  { title: 'task', flexible: true, optional: true },
] as const;
