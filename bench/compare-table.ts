import type { Damage } from './compare-trial.ts';
import { quantile } from './row.ts';

/** What many kills cost either side, as a table for a page. */
export function compareTable(
  trials: readonly { readonly script: Damage; readonly ours: Damage }[],
  shots: number,
): string {
  const sides = [trials.map(({ script }) => script), trials.map(({ ours }) => ours)];
  const row = (figure: string, value: (damages: readonly Damage[]) => string) =>
    `| ${[figure, ...sides.map(value)].join(' | ')} |`;
  const sum = (of: (damage: Damage) => number) => (damages: readonly Damage[]) =>
    String(damages.reduce((total, damage) => total + of(damage), 0));
  return [
    `| ${trials.length} kills, ${trials.length * shots} shots | the script | Dailies |`,
    '|---|---|---|',
    row(
      'paid twice',
      sum(({ twice }) => twice),
    ),
    row(
      'lost without a word',
      sum(({ lost }) => lost),
    ),
    row(
      'unsure: a person is asked',
      sum(({ unsure }) => unsure),
    ),
    row(
      'wait, since unsure ones keep every slot',
      sum(({ waiting }) => waiting),
    ),
    row('to the next finished file: median', (damages) => seconds(damages, 0.5)),
    row('– 99 of 100', (damages) => seconds(damages, 0.99)),
  ].join('\n');
}

function seconds(damages: readonly Damage[], part: number): string {
  const found = quantile(
    damages.flatMap(({ fileS }) => fileS ?? []),
    part,
  );
  return found === undefined ? '–' : `${found.toFixed(1)} s`;
}
