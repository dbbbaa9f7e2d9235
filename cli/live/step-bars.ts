import type { NodeState } from '../../plan/run-view.ts';
import { count } from '../terminal/numbers.ts';
import type { Style } from '../terminal/paint.ts';
import { cut, pad, textWidth } from '../terminal/text-width.ts';
import type { Line, Span } from './line.ts';
import { ENDED, type Progress } from './progress.ts';
import { type StepCounts, stepCounts } from './step-counts.ts';

/** A bar per step, in file order, at most `most` lines: where that is too few, steps that still move come first. */
export function stepBars(progress: Progress, columns: number, most: number): readonly Line[] {
  const steps = stepCounts(progress);
  const shown = steps.length <= most ? steps : liveliest(steps, most - (most > 1 ? 1 : 0));
  const names = Math.min(24, Math.max(...shown.map((step) => textWidth(step.step)), 4));
  const digits = Math.max(...shown.map((step) => count(step.total).length), 1);
  const width = Math.max(8, Math.min(30, columns - names - 2 * digits - 32));
  const lines = shown.map((step) => bar(step, names, digits, width));
  const rest = steps.length - shown.length;
  return rest > 0 && most > 1 ? [...lines, [[`… and ${count(rest)} more steps`, 'faint']]] : lines;
}

function bar(step: StepCounts, names: number, digits: number, width: number): Line {
  const ended = sum(step, [...ENDED]);
  const good = sum(step, ['done', 'not-wanted']);
  const full = Math.floor((good / step.total) * width);
  const bad = Math.ceil(((ended - good) / step.total) * width);
  const number = `${pad(count(ended), digits, 'right')}/${count(step.total)}`;
  return [
    [`${pad(cut(step.step, names), names)}  `],
    ['█'.repeat(full), 'good'],
    // Another shade, so that failures are seen without colours, too.
    ['▓'.repeat(Math.min(bad, width - full)), 'bad'],
    ['░'.repeat(Math.max(0, width - full - bad)), 'faint'],
    [`  ${number}`],
    ...words(step),
  ];
}

function words(step: StepCounts): readonly Span[] {
  return SHOWN.flatMap(([states, word, style]): readonly Span[] => {
    const found = sum(step, states);
    return found === 0 ? [] : [[`  ${count(found)} ${word}`, style]];
  });
}

const SHOWN: readonly (readonly [readonly NodeState[], string, Style | undefined])[] = [
  [['failed'], 'failed', 'bad'],
  [['unsure'], 'unsure', 'bad'],
  [['blocked'], 'blocked', 'bad'],
  [['asking'], 'asking', 'warn'],
  [['late'], 'late', 'warn'],
  [['rendering', 'queued', 'submitting'], 'rendering', 'busy'],
  [['downloading'], 'downloading', 'busy'],
  [['skipped', 'cancelled'], 'skipped', 'faint'],
];

function liveliest(steps: readonly StepCounts[], most: number): readonly StepCounts[] {
  const rank = (step: StepCounts) => (sum(step, MOVING) > 0 ? 0 : sum(step, [...ENDED]) < step.total ? 1 : 2);
  const chosen = new Set(steps.toSorted((a, b) => rank(a) - rank(b)).slice(0, Math.max(1, most)));
  return steps.filter((step) => chosen.has(step));
}

const MOVING: readonly NodeState[] = [
  'submitting',
  'queued',
  'rendering',
  'late',
  'downloading',
  'asking',
  'unsure',
  'blocked',
];

function sum(step: StepCounts, states: readonly NodeState[]): number {
  return states.reduce((total, state) => total + (step.counts[state] ?? 0), 0);
}
