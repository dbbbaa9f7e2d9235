import { FAILURES } from '../../plan/failures.ts';
import type { Forecast } from '../../plan/forecast/index.ts';
import { dollars } from '../../plan/quota.ts';
import type { NodeState } from '../../plan/run-view.ts';
import { duration } from '../terminal/durations.ts';
import { count, counted } from '../terminal/numbers.ts';
import type { Style } from '../terminal/paint.ts';
import { advice } from '../views/advice.ts';
import { type ForecastPlace, forecastWords } from '../views/forecast-words.ts';
import { answerCommand } from '../views/question.ts';
import type { Line } from './line.ts';
import { HOLDS_SLOT, type News, type Progress } from './progress.ts';

/** Lines for a log: one per node that changed to something worth telling, at most `MOST_NEWS` at once. */
export function newsLines(progress: Progress, all: readonly News[], place: Place): readonly Line[] {
  const news = all.filter(({ node }) => !place.decided?.has(node));
  const told = news.slice(0, MOST_NEWS).map((item) => newsLine(progress, item, place));
  const rest = news.slice(MOST_NEWS);
  return rest.length === 0 ? told : [...told, [[`… and ${count(rest.length)} more: ${summed(rest)}`]]];
}

/** One line with all the totals, for every now and then. */
export function totalsLine(progress: Progress, forecast: Forecast | undefined, place: ForecastPlace): Line {
  const { view } = progress;
  if (view === undefined) return [['starting', 'faint']];
  const busy = progress.nodes.filter((now) => HOLDS_SLOT.has(now.state)).length;
  const words = forecast === undefined ? '' : forecastWords(forecast, place);
  const parts = [
    `${count(view.counts.done ?? 0)} of ${counted(view.total, 'node')} done`,
    ...(busy > 0 ? [`${count(busy)} rendering`] : []),
    `${dollars(view.money.spent)} spent of ${dollars(view.money.planned)}`,
    // Before the account has lent any, its limit is not known.
    ...(view.slots.held > 0 || view.over ? [`slots ${count(view.slots.used)} of ${count(view.slots.limit)}`] : []),
    ...(view.paused === undefined ? [] : [`paused: ${FAILURES[view.paused].sentence}`]),
    ...(words === '' ? [] : [words]),
  ];
  return [[parts.join(' · '), 'faint']];
}

type Place = {
  readonly run: string;
  readonly realm: string;
  /** Nodes that were kept or left out before the run began: the plan has told of them. */
  readonly decided?: ReadonlySet<number>;
};
const MOST_NEWS = 40;

function newsLine(progress: Progress, { node, now }: News, place: Place): Line {
  const planned = progress.plan.nodes[node];
  const id = planned?.id ?? '';
  return [[`${now.state.padEnd(10)} `, STYLES[now.state]], [id], [more(progress, node, now, id, place), 'faint']];
}

function more(progress: Progress, node: number, now: News['now'], id: string, place: Place): string {
  const planned = progress.plan.nodes[node];
  // Of a failed node it is the attempt that `retry` would make.
  const known = now.state === 'failed' ? undefined : now.attempt;
  const tries = known !== undefined && known > 1 ? `, attempt ${known}` : '';
  if (now.state === 'done') {
    return now.takenMs === undefined ? tries : `  in ${duration(now.sinceMs - now.takenMs)}${tries}`;
  }
  if (now.state === 'asking') {
    return planned === undefined ? '' : `  ${answerCommand(planned, place)}`;
  }
  if (now.code === undefined) return tries;
  const what = advice(now.code, { ...place, file: progress.plan.file, node: id });
  return `  ${now.code}: ${FAILURES[now.code].sentence}${tries} (${what})`;
}

function summed(news: readonly News[]): string {
  const counts = new Map<NodeState, number>();
  for (const { now } of news) counts.set(now.state, (counts.get(now.state) ?? 0) + 1);
  return [...counts].map(([state, many]) => `${count(many)} ${state}`).join(', ');
}

const STYLES: { readonly [state in NodeState]?: Style } = {
  done: 'good',
  failed: 'bad',
  unsure: 'bad',
  blocked: 'bad',
  asking: 'warn',
  late: 'warn',
};
