import { FAILURES, type FailureCode } from '../../plan/failures.ts';
import { dollars, type Quota } from '../../plan/quota.ts';
import type { RunView } from '../../plan/run-view.ts';
import { clean } from '../terminal/clean.ts';
import { duration } from '../terminal/durations.ts';
import { counted } from '../terminal/numbers.ts';
import type { Style } from '../terminal/paint.ts';
import type { Screen } from '../terminal/screen.ts';
import { advice, typed } from './advice.ts';
import { afterFailures, type FailedNode } from './after-failures.ts';
import { outputLines, type RunOutput } from './output-lines.ts';
import { countWords, type RunState } from './run-state.ts';

export type EndFacts = {
  /** stem#n; the stem alone where nothing was run yet. */
  readonly run: string;
  readonly realm: string;
  readonly file: string;
  /** The account's name; absent: the default one. */
  readonly account?: string;
  readonly state: RunState;
  /** left, detached: the run goes on without us. */
  readonly end: 'over' | 'left' | 'detached';
  /** Over budget: which limits left no room. */
  readonly usedUp?: string;
  /** Why nothing more is submitted, if so. */
  readonly paused?: FailureCode | undefined;
  readonly counts: RunView['counts'];
  readonly failed?: readonly FailedNode[];
  /** What to type for the questions that stand, some of them. */
  readonly answers?: readonly string[];
  readonly current: number;
  readonly money: { readonly planned: Quota; readonly spent: Quota; readonly refunded: Quota };
  readonly startedMs: number;
  /** Relative to where the person stands. */
  readonly rendersFolder: string;
  /** Files that stand there. */
  readonly files: number;
  /** What the file hands out; absent: nothing. */
  readonly outputs?: readonly RunOutput[];
};

/** The last words of a run: how it ended, where the renders and the report are, what to type next. */
export function endSummary(facts: EndFacts, screen: Screen): string {
  const { paint, nowMs } = screen;
  if (facts.end !== 'over') return goesOn(facts, paint);
  const { planned, spent } = facts.money;
  // What is fetched or joined here is made, too, at $0.
  const isCurrent = (facts.counts.done ?? 0) <= facts.current;
  const nothing = facts.state === 'done' && planned === 0 && spent === 0 && isCurrent;
  const simulated = facts.realm === 'simulator' ? ', simulated' : '';
  const head = nothing
    ? `${paint('good', 'done')}      nothing to make, $0: ${counted(facts.counts.done ?? 0, 'node')} current`
    : `${paint(STYLES[facts.state], facts.state.padEnd(8))}  ${countWords(facts.counts, facts.current)} in ${duration(nowMs - facts.startedMs)}`;
  const refunded = facts.money.refunded > 0 ? `, ${dollars(facts.money.refunded)} refunded` : '';
  const money = `money     ${dollars(facts.money.spent)} spent of ${dollars(facts.money.planned)} planned${refunded}${simulated}`;
  return [
    head,
    ...(nothing ? [] : [money]),
    ...(facts.files > 0 ? [`renders   ${clean(facts.rendersFolder)}  (${counted(facts.files, 'file')})`] : []),
    ...outputLines(facts.outputs ?? [], screen, MOST_OUTPUTS),
    // A clone in which nothing was run yet has nothing to report.
    ...(facts.run.includes('#') ? [`report    ${typed('dailies report', facts)}`] : []),
    ...nextSteps(facts).map((line, at) => `${at === 0 ? 'next' : '    '}      ${paint('strong', line)}`),
  ].join('\n');
}

function goesOn(facts: EndFacts, paint: Screen['paint']): string {
  const how = facts.end === 'left' ? 'no longer followed; the run goes on' : 'started; it runs without this terminal';
  return [
    `${paint('strong', clean(facts.run))}  ${how}`,
    `watch     ${typed('dailies watch', facts)}`,
    `status    ${typed('dailies status', facts)}`,
    `cancel    ${typed('dailies cancel', facts)}`,
  ].join('\n');
}

function nextSteps(facts: EndFacts): readonly string[] {
  const has = (state: keyof RunView['counts']) => (facts.counts[state] ?? 0) > 0;
  const again = `dailies run ${clean(facts.file)}${facts.realm === 'simulator' ? ' --simulate' : ''}`;
  const place = {
    run: facts.run,
    realm: facts.realm,
    file: facts.file,
    node: 'NODE',
    ...(facts.account === undefined ? {} : { account: facts.account }),
  };
  const steps = [
    ...(facts.paused === undefined ? [] : [`${FAILURES[facts.paused].sentence}: ${advice(facts.paused, place)}`]),
    ...(has('unsure') ? [typed('dailies resolve', facts, 'NODE --task ID | --not-created | --pay-again')] : []),
    ...(facts.state === 'over-budget'
      ? [`raise ${facts.usedUp ?? `budget.limit in ${clean(facts.file)}`}, then: ${again}`]
      : []),
    ...afterFailures(facts.failed ?? [], facts),
    ...(has('asking') ? (facts.answers ?? [typed('dailies status', facts)]) : []),
    ...(facts.state === 'cancelled' || has('blocked') ? [`${again}   (what is made is kept)`] : []),
  ];
  return steps.length > 0
    ? steps
    : [`change a shot in ${clean(facts.file)}, then: ${again}   (only that shot is made)`];
}

/** The report has the others. */
const MOST_OUTPUTS = 3;
const STYLES: { readonly [state in RunState]: Style } = {
  done: 'good',
  failed: 'bad',
  unsure: 'bad',
  'over-budget': 'bad',
  cancelled: 'warn',
  blocked: 'warn',
  running: 'busy',
  paused: 'warn',
  asking: 'warn',
  cancelling: 'warn',
};
