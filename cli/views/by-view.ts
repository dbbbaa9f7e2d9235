import { type Fits, fitsBy } from '../../plan/forecast/index.ts';
import { dollars, usdOf } from '../../plan/quota.ts';
import { stepPath } from '../../plan/step-path.ts';
import { clean } from '../terminal/clean.ts';
import { clockTime, dayOf } from '../terminal/clock-times.ts';
import { count, counted, some } from '../terminal/numbers.ts';
import type { Screen } from '../terminal/screen.ts';
import { table } from '../terminal/table.ts';
import { grouped } from './grouped.ts';
import { type Planned, plannedNodes } from './planned.ts';

/** What of a plan is done by a moment (ms since the epoch) if it is run now: by step, and the finals by name. */
export function byView(planned: Planned, byMs: number, screen: Screen): string {
  const { paint, columns } = screen;
  const clock = clockTime(byMs, screen.zone);
  const isToday = dayOf(byMs, screen.zone) === dayOf(screen.nowMs, screen.zone);
  const when = isToday ? clock.slice(clock.indexOf(' ') + 1) : clock;
  const { fits, isFinal, priceOf, nodes } = fitsOf(planned, byMs);
  const made = nodes.length;
  if (made === 0) return `by ${when}   all is there already`;
  const { surely, perhaps, later, asking } = fits;
  const priced = (list: readonly number[]) => {
    const price = list.reduce((sum, at) => sum + priceOf(at), 0);
    return price === 0 ? '$0' : dollars(price);
  };
  const title = `by ${when}   ${count(surely.length)} of ${counted(made, 'node')} done, ${priced(surely)} of ${priced(nodes)}`;
  const steps = grouped(nodes, (at) => stepPath(planned.plan.nodes[at]?.step ?? ''));
  const rows = [...steps].slice(0, MOST_STEPS).map(([step, list]) => {
    const all = new Set(list);
    const of = (part: readonly number[]) => part.filter((at) => all.has(at)).length;
    const dash = (many: number) => (many === 0 ? '–' : count(many));
    return [
      step,
      count(list.length),
      { text: dash(of(surely)), style: 'good' as const },
      dash(of(perhaps)),
      { text: dash(of(later)), style: 'warn' as const },
      { text: dash(of(asking)), style: 'warn' as const },
      priced(surely.filter((at) => all.has(at))),
    ];
  });
  const names = (list: readonly number[]) => list.filter(isFinal).map((at) => clean(planned.plan.nodes[at]?.id ?? ''));
  const finals = [
    ['done by then', names(surely)],
    ['perhaps', names(perhaps)],
    ['not by then', names(later)],
    ['after a person’s answer', names(asking)],
  ] as const;
  const lines = finals.flatMap(([what, list]) =>
    list.length === 0 ? [] : [`finals, ${what}: ${some(list, MOST_NAMES)}`],
  );
  return [paint('strong', title), table(COLUMNS, rows, columns, paint), ...lines].join('\n');
}

/** The same as data; money in USD. */
export function byDocument(planned: Planned, byMs: number) {
  const { fits, isFinal, priceOf } = fitsOf(planned, byMs);
  const part = (list: readonly number[]) => ({
    nodes: list.map((at) => planned.plan.nodes[at]?.id ?? ''),
    finals: list.filter(isFinal).map((at) => planned.plan.nodes[at]?.id ?? ''),
    price: usdOf(list.reduce((sum, at) => sum + priceOf(at), 0)),
  });
  const { surely, perhaps, later, asking } = fits;
  return {
    at: new Date(byMs).toISOString(),
    ...{ done: part(surely), perhaps: part(perhaps), later: part(later), needPerson: part(asking) },
  };
}

export type ByDocument = ReturnType<typeof byDocument>;

const MOST_NAMES = 8;
const MOST_STEPS = 200;
const COLUMNS = [
  { title: 'step', flexible: true },
  { title: 'to make', align: 'right' },
  { title: 'done', align: 'right' },
  { title: 'perhaps', align: 'right' },
  { title: 'later', align: 'right' },
  { title: 'needs a person', align: 'right' },
  { title: 'price', align: 'right' },
] as const;

function fitsOf(planned: Planned, byMs: number) {
  const all = plannedNodes(planned);
  const nodes = all.flatMap(({ at, decision }) =>
    decision.action === 'make' || decision.state === 'open' ? [at] : [],
  );
  const plays = planned.foreseen?.plays;
  // Nothing of it takes time.
  const none: Fits = { surely: nodes, perhaps: [], later: [], asking: [] };
  const fits = plays === undefined ? none : fitsBy(plays, nodes, byMs);
  const needed = new Set(planned.plan.nodes.flatMap(({ edges }) => edges.map(({ node }) => node)));
  return {
    ...{ fits, nodes },
    /** What nothing else is made from: the films that people wait for. */
    isFinal: (at: number) => !needed.has(at),
    priceOf: (at: number) => (all[at]?.decision.state === 'open' ? 0 : (all[at]?.node.price ?? 0)),
  };
}
