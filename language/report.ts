import type { Problem } from './problem.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { Span, TreePath } from './tree.ts';

/** A problem as it is found: with a span instead of lines. `severity` is error unless said. */
export type Finding = {
  readonly code: ProblemCode;
  readonly span: Span;
  readonly path?: TreePath;
  readonly message: string;
  readonly hint?: string;
  readonly severity?: 'error' | 'warning';
  /** Of the vendor's page. */
  readonly rule?: number;
};

/** Where and by which step a pipeline file is used. */
export type Use = { readonly span: Span; readonly step: string };

/** Where the phases put what they find; nothing in the language throws for a writer's mistake. */
export type Report = {
  add(finding: Finding): void;
  /** Remembers a file's text, so that spans in it become lines. */
  text(file: string, text: string): void;
  /** Remembers a step that uses a pipeline file: problems in the file tell of it. */
  used(file: string, by: Use): void;
  hasErrors(): boolean;
  /** Everything found, in file order; the same mistake of many instances once, with their number. */
  problems(): readonly Problem[];
  texts(): { readonly [file: string]: string };
};

/** An empty report. */
export function createReport(): Report {
  const found = new Map<string, { readonly finding: Finding; readonly order: number; count: number }>();
  const texts = new Map<string, string>();
  const uses = new Map<string, Use[]>();
  return {
    add(finding) {
      const { code, span, rule = '' } = finding;
      const key = `${code} ${rule} ${span.file} ${span.from} ${span.to} ${code === 'DATA_FILE' ? finding.message : ''}`;
      const same = found.get(key);
      if (same === undefined) found.set(key, { finding, order: found.size, count: 1 });
      else if (same.finding.message !== finding.message) same.count += 1;
    },
    text: (file, text) => void texts.set(file, text),
    used: (file, by) => void uses.set(file, [...(uses.get(file) ?? []), by]),
    hasErrors: () => [...found.values()].some(({ finding }) => finding.severity !== 'warning'),
    problems() {
      const files = [...texts.keys()];
      const lines = new Map(files.map((file) => [file, lineStarts(texts.get(file) ?? '')]));
      return [...found.values()]
        .sort(
          (a, b) =>
            files.indexOf(a.finding.span.file) - files.indexOf(b.finding.span.file) ||
            a.finding.span.from - b.finding.span.from ||
            a.order - b.order,
        )
        .map(({ finding, count }) => {
          const problem = problemOf(finding, count, lines.get(finding.span.file) ?? [0]);
          const usedBy = (uses.get(finding.span.file) ?? []).map(({ span, step }) => {
            const { line, column } = placeOf(span.from, lines.get(span.file) ?? [0]);
            return `${span.file}:${line}:${column} (${step})`;
          });
          return usedBy.length === 0 ? problem : { ...problem, usedBy };
        });
    },
    texts: () => Object.fromEntries(texts),
  };
}

function problemOf(finding: Finding, count: number, starts: readonly number[]): Problem {
  const { code, span, path = [], message, hint = '', severity = 'error' } = finding;
  const from = placeOf(span.from, starts);
  const to = placeOf(Math.max(span.to, span.from), starts);
  return {
    code,
    severity,
    file: span.file,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    path: path.join('.'),
    message: count === 1 ? message : `${message} (and ${count - 1} more here)`,
    hint,
    ...(finding.rule === undefined ? {} : { rule: finding.rule }),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function placeOf(offset: number, starts: readonly number[]): { readonly line: number; readonly column: number } {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
