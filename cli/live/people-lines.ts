import { FAILURES, type FailureCode } from '../../plan/failures.ts';
import type { Plan, PlanNode } from '../../plan/plan.ts';
import { duration } from '../terminal/durations.ts';
import { count } from '../terminal/numbers.ts';
import { advice, typed } from '../views/advice.ts';
import { answerCommand, shownWords } from '../views/question.ts';
import type { Line } from './line.ts';
import type { NodeNow, Progress } from './progress.ts';
import { type SeenView, unprovenWords } from './unproven.ts';

type Facts = { readonly run: string; readonly realm: string; readonly nowMs: number };

/** What waits for a person and what to type, at most `most` lines; a pause of the whole run comes first. */
export function peopleLines(progress: Progress, facts: Facts, most: number): readonly Line[] {
  const { view, plan } = progress;
  const waiting = progress.nodes.flatMap((now, at): readonly Line[] => {
    const node = plan.nodes[at];
    if (node === undefined) return [];
    if (now.state === 'asking') return [asking(plan, node, facts)];
    return now.state === 'unsure' || now.state === 'blocked'
      ? [[[now.state.padEnd(8), 'bad'], [`${node.id}: `], [needed(now, node, plan.file, facts)]]]
      : [];
  });
  const paused = view?.paused === undefined ? [] : [pausedLine(view.paused, view.pausedUntilMs, plan, facts)];
  const cancelled: readonly Line[] =
    view?.cancelled && !view.over ? [[['cancel  ', 'warn'], ['asked for: what is being rendered is awaited']]] : [];
  const away: readonly Line[] = view?.unreachable ? [[['away    ', 'warn'], [wordsOf('VENDOR_UNREACHABLE')]]] : [];
  const refusing: readonly Line[] = isRefusing(view) ? [[['slots   ', 'warn'], [wordsOf('VENDOR_BUSY')]]] : [];
  const unproven: readonly Line[] = view?.unproven
    ? [
        [
          ['slots   ', 'warn'],
          [`${unprovenWords(view.unproven)}: `],
          [typed('dailies account', { run: '', realm: facts.realm }), 'strong'],
        ],
      ]
    : [];
  const all = [...paused, ...unproven, ...away, ...refusing, ...cancelled, ...waiting];
  if (all.length <= most) return all;
  const more = `        … and ${count(all.length - most + 1)} more: ${typed('dailies status', facts)}`;
  return [...all.slice(0, most - 1), [[more, 'faint']]];
}

/** Why nothing goes on although nobody need do anything; undefined: nothing of the kind. */
export function waitWords(view: SeenView | undefined): string | undefined {
  if (view?.unproven) return unprovenWords(view.unproven);
  if (view?.unreachable) return wordsOf('VENDOR_UNREACHABLE');
  if (view?.paused === undefined) return isRefusing(view) ? wordsOf('VENDOR_BUSY') : undefined;
  return FAILURES[view.paused].retry === 'free' ? wordsOf(view.paused) : undefined;
}

function isRefusing(view: SeenView | undefined): boolean {
  return view?.slots.refusing === true && !view.over;
}

/** What it is, and what to look at. */
function wordsOf(code: FailureCode): string {
  const { sentence, hint } = FAILURES[code];
  return `${sentence}: ${hint}`;
}

/** A question as a line: what to type to answer it, and what to look at. */
function asking(plan: Plan, node: PlanNode, facts: Facts): Line {
  const shown = shownWords(plan.nodes, node);
  return [
    ['asks    ', 'warn'],
    [answerCommand(node, facts), 'strong'],
    ...(shown === '' ? [] : [[`  ${shown}`, 'faint'] as const]),
  ];
}

/** `untilMs`: it goes on by itself then. */
function pausedLine(code: FailureCode, untilMs: number | undefined, plan: Plan, facts: Facts): Line {
  const { file, account } = plan;
  const more = untilMs === undefined ? '' : `, for ${duration(untilMs - facts.nowMs)} more`;
  return [
    ['paused  ', 'warn'],
    [`${FAILURES[code].sentence}${more}: `],
    [advice(code, { ...facts, file, account, node: 'NODE' }), 'strong'],
  ];
}

function needed(now: NodeNow, node: PlanNode, file: string, facts: Facts): string {
  const code = now.code ?? (now.state === 'unsure' ? 'UNSURE' : undefined);
  if (code === undefined) return 'something that it needs cannot be had';
  return advice(code, { ...facts, file, node: node.id });
}
