import type { Verdict } from './trial.ts';

/** A campaign as a Markdown table: a row for each victim and point, or fault; a column for each kind of vendor. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const rows = new Map<string, Verdict[]>();
  for (const verdict of verdicts) rows.set(rowOf(verdict), [...(rows.get(rowOf(verdict)) ?? []), verdict]);
  const lines = [...rows].map(
    ([row, found]) => `| ${row} | ${cellText(found, 'honoured')} | ${cellText(found, 'ignored')} |`,
  );
  const broken = verdicts.filter(({ violations }) => violations.length > 0).length;
  const unsure = verdicts.reduce((sum, verdict) => sum + verdict.unsure, 0);
  return [
    '| what | keys honoured | keys ignored |',
    '|---|---|---|',
    ...lines,
    '',
    `${verdicts.length} trials, ${broken} with a violation, ${unsure} unsure nodes.`,
  ].join('\n');
}

function rowOf({ cell }: Verdict): string {
  return cell.kind === 'kill' ? `${cell.victim} · ${cell.point}` : cell.fault;
}

/** The ends of its trials: tasks accepted / POSTs / unsure, and the slowest. */
function cellText(found: readonly Verdict[], keys: Verdict['cell']['keys']): string {
  const trials = found.filter(({ cell }) => cell.keys === keys);
  return trials.map(oneText).join('; ') || '–';
}

function oneText({ state, accepted, posts, unsure, seconds, violations }: Verdict): string {
  const wrong = violations.length === 0 ? '' : ` **${violations.join('; ')}**`;
  return `${state} ${accepted}/${posts}/${unsure}, ${seconds.toFixed(1)} s${wrong}`;
}
