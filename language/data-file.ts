import type { Json } from '../plan/json.ts';
import type { LoadOptions } from './load-options.ts';
import { readText } from './read-text.ts';
import { readYaml } from './read-yaml.ts';
import type { Report } from './report.ts';
import { jsonOf, type Span } from './tree.ts';
import { DEPTH_MAX } from './yaml-bounds.ts';
import { RESERVED_KEYS } from './yaml-tree.ts';

const DATA_BYTES_MAX = 64 * 1024 * 1024;
const DATA_VALUES_MAX = 1_000_000;

/** The values of a data file with the place of each; undefined where it has a problem, which is reported. */
export type DataFile = { readonly values: readonly { readonly value: Json; readonly span: Span }[] };

/** Reads CSV, JSONL or YAML by the file's ending. `from`: the place in the pipeline that names it. */
export async function readDataFile(
  file: string,
  from: Span,
  options: Pick<LoadOptions, 'readBytes'>,
  report: Report,
): Promise<DataFile | undefined> {
  const ending = /\.(csv|jsonl|ya?ml)$/.exec(file)?.[1];
  if (ending === undefined) {
    report.add({ code: 'DATA_FILE', span: from, message: `${file} is no data file`, hint: 'known: .csv .jsonl .yaml' });
    return undefined;
  }
  const text = await readText(file, options, report, { bytes: DATA_BYTES_MAX, from });
  if (text === undefined) return undefined;
  if (ending === 'csv') return csvFile(file, text, report);
  return ending === 'jsonl' ? jsonlFile(file, text, report) : yamlFile(file, text, report);
}

async function csvFile(file: string, text: string, report: Report): Promise<DataFile | undefined> {
  // Loaded where there is such a file: most pipelines have none.
  const { readCsv } = await import('./csv.ts');
  const read = readCsv(text);
  const lines = lineSpans(file, text);
  if ('wrong' in read) {
    for (const { line, ...words } of read.wrong) report.add({ code: 'DATA_FILE', span: lines(line), ...words });
    return undefined;
  }
  const values = read.rows.map(({ value, line }) => ({ value, span: lines(line) }));
  // All rows have the header's keys.
  return allowed(values.slice(0, 1), lines(1), report) && { values };
}

function jsonlFile(file: string, text: string, report: Report): DataFile | undefined {
  const lines = lineSpans(file, text);
  const values: { value: Json; span: Span }[] = [];
  let isWrong = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const span = lines(index + 1);
    if (isJsonDeep(line)) {
      const message = `values are nested deeper than ${DEPTH_MAX} levels`;
      report.add({ code: 'YAML_DEPTH', span, message });
      return undefined;
    }
    try {
      const value: Json = JSON.parse(line);
      values.push({ value, span });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      report.add({ code: 'DATA_FILE', span, message: 'the line is not JSON', hint: 'JSONL: one JSON value a line' });
      isWrong = true;
    }
  }
  return isWrong ? undefined : allowed(values, lines(1), report);
}

/** Looked at before it is parsed: what is read from it is walked through by functions that call themselves. */
function isJsonDeep(line: string): boolean {
  if (line.split(/[[{]/, DEPTH_MAX + 2).length <= DEPTH_MAX + 1) return false;
  let depth = 0;
  for (const [piece] of line.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (piece === '[' || piece === '{') depth += 1;
    else if (piece === ']' || piece === '}') depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

function yamlFile(file: string, text: string, report: Report): DataFile | undefined {
  const tree = readYaml(file, text, report, DATA_VALUES_MAX);
  if (tree === undefined) return undefined;
  if (tree.kind !== 'list') {
    report.add({ code: 'DATA_FILE', span: tree.span, message: 'a data file in YAML is a list' });
    return undefined;
  }
  return { values: tree.items.map((item) => ({ value: jsonOf(item), span: item.span })) };
}

/** Refuses keys that a plan or JavaScript gives a meaning of its own, however deep. */
function allowed(values: DataFile['values'], header: Span, report: Report): DataFile | undefined {
  for (const { value, span } of values) {
    const key = reservedIn(value);
    if (key === undefined) continue;
    report.add({ code: 'RESERVED_KEY', span: span ?? header, message: `"${key}" cannot be used as a key here` });
    return undefined;
  }
  return { values };
}

function reservedIn(value: Json): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const own = Array.isArray(value) ? undefined : wrongKey(Object.keys(value));
  if (own !== undefined) return own;
  for (const member of Object.values(value)) {
    const found = reservedIn(member);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A reserved key, or one that is another's but for its case. */
function wrongKey(keys: readonly string[]): string | undefined {
  const folded = new Set<string>();
  return keys.find((key) => {
    const isTwin = folded.has(key.toLowerCase());
    folded.add(key.toLowerCase());
    return isTwin || RESERVED_KEYS.includes(key);
  });
}

/** Spans of whole lines, by number from 1. */
function lineSpans(file: string, text: string): (line: number) => Span {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  return (line) => {
    const from = starts[line - 1] ?? 0;
    const end = (starts[line] ?? text.length + 1) - 1;
    return { file, from, to: text[end - 1] === '\r' ? end - 1 : Math.max(end, from + 1) };
  };
}
