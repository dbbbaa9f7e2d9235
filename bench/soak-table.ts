import type { Course } from './flatness.ts';
import type { Sample } from './soak-sample.ts';

const MOST_COLUMNS = 8;

/** A soak as a table in Markdown: a row a figure, moments from left to right, and whether it is flat. */
export function soakTable(samples: readonly Sample[], courses: readonly Course[]): string {
  const minutes = samples.map(({ minute }) => minute.toFixed(0));
  const jobs = samples.map((sample) => String(sample.jobs));
  const rows = courses.map(({ figure, values, rise, part, isFlat }) => [
    figure,
    // A figure between two samples stands below the second.
    ...picked([...Array.from({ length: samples.length - values.length }, () => ''), ...values.map(written)]),
    `${rise >= 0 ? '+' : ''}${written(rise)} (${(part * 100).toFixed(0)} %)`,
    isFlat ? 'flat' : 'RISES',
  ]);
  const head = ['after … minutes', ...picked(minutes), 'second half', ''];
  const lines = [head, head.map(() => '---'), ['jobs so far', ...picked(jobs), '', ''], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The first, the last and moments between them, as many as stand side by side. */
function picked(values: readonly string[]): readonly string[] {
  const count = Math.min(MOST_COLUMNS, values.length);
  return Array.from({ length: count }, (_, at) => {
    return values[Math.round((at * (values.length - 1)) / Math.max(1, count - 1))] ?? '';
  });
}

function written(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1);
}
