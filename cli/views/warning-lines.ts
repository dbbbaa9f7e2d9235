import { clean } from '../terminal/clean.ts';
import { count } from '../terminal/numbers.ts';
import type { Screen } from '../terminal/screen.ts';
import type { PlanWarning } from './planned.ts';

/** Warnings one a line, equal codes bounded. */
export function warningLines(warnings: readonly PlanWarning[], { paint }: Pick<Screen, 'paint'>): readonly string[] {
  const lines = warnings.slice(0, MOST).map((warning) => {
    const place = warning.line === undefined ? '' : `${warning.line}:${warning.column ?? 1}  `;
    const hint = warning.hint === undefined || warning.hint === '' ? '' : ` (${clean(warning.hint)})`;
    return `${paint('warn', 'warning')}   ${place}${clean(warning.code)}  ${clean(warning.message)}${hint}`;
  });
  return warnings.length > MOST ? [...lines, `… and ${count(warnings.length - MOST)} more warnings`] : lines;
}

const MOST = 20;
