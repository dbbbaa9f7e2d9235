import type { Problem } from './problem.ts';

const WIDTH = 100;

/** A problem as people read it: place, code and message, the line with a caret, the hint. */
export function render(problem: Problem, text: string): string {
  const { file, line, column, code, severity, message, hint, rule, usedBy = [] } = problem;
  const tail = rule === undefined ? '' : `  [rule ${rule}]`;
  const head = `${file}:${line}:${column}  ${code}  ${severity === 'warning' ? 'warning: ' : ''}${message}${tail}`;
  return [head, ...excerpt(problem, text), ...(hint === '' ? [] : [hint]), ...linesOfUses(usedBy)].join('\n');
}

function linesOfUses(usedBy: readonly string[]): readonly string[] {
  if (usedBy.length === 0) return [];
  const more = usedBy.length > MOST_USES ? ` and ${usedBy.length - MOST_USES} more` : '';
  return [`used by ${usedBy.slice(0, MOST_USES).join(', ')}${more}`];
}

const MOST_USES = 3;

function excerpt({ line, column, endLine, endColumn }: Problem, text: string): readonly string[] {
  const whole = text.split(/\r?\n/)[line - 1];
  if (whole === undefined || whole.trim() === '') return [];
  // A long line (a prompt) is shown around its caret.
  const cut = column > WIDTH - 20 ? column - 40 : 0;
  const shown = whole.slice(cut, cut + WIDTH);
  const before = shown.slice(0, column - 1 - cut).replace(/[^\t]/g, ' ');
  const end = endLine === line ? endColumn : whole.length + 1;
  const carets = '^'.repeat(Math.max(1, Math.min(end - column, shown.length - before.length)));
  return [`${String(line).padStart(5)} | ${shown}`, `      | ${before}${carets}`];
}
