/** Wider cells are not aligned with: one long cell would widen every line. */
const ALIGNED_MAX = 60;

/** A table in Markdown, with aligned columns so that it reads as text too. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(cell));
  const widths = head.map((_, column) =>
    Math.max(3, ...cells.map((row) => Math.min(ALIGNED_MAX, row[column]?.length ?? 0))),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`.replace(/ +\|$/, ' |');
  const [first = [], ...others] = cells;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

/** Text in backticks. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** A fenced block; the fence is longer than any in the text. */
export function fenced(language: string, text: string): string {
  const fence = text.includes('```') ? '````' : '```';
  return `${fence}${language}\n${text.replace(/\n+$/, '')}\n${fence}`;
}

/** The first letter large and a full stop, as a sentence has them. */
export function sentence(text: string): string {
  const closed = /[.!?]$/.test(text) ? text : `${text}.`;
  return `${closed.slice(0, 1).toUpperCase()}${closed.slice(1)}`;
}

/** A page: its parts with an empty line between, and a line at its end. */
export function page(...parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

/** What stands under the title of every generated page. */
export const GENERATED = '<!-- Written by `npm run docs`; do not edit. -->';

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
