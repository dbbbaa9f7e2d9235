import { CsvError, parse } from 'csv-parse/sync';
import type { JsonObject } from '../plan/json.ts';

/** One row of a data file. `at`: its line, from 1. */
export type Row = { readonly value: JsonObject; readonly line: number };
/** What is wrong with one line, from 1. */
export type Wrong = { readonly line: number; readonly message: string; readonly hint?: string };
export type Rows = { readonly rows: readonly Row[] } | { readonly wrong: readonly Wrong[] };

/**
 * RFC 4180, commas only, a header, blank lines skipped. Cells are text, empty ones null. Ragged rows, or
 * else a header with duplicate or empty names, are mistakes, each with its line.
 */
export function readCsv(text: string): Rows {
  try {
    const [header, ...rows] = recordsOf(text);
    if (header === undefined) return { wrong: [{ line: 1, message: 'the file has no header' }] };
    const columns = header.record;
    const wrong = wrongHeader(columns);
    if (wrong !== undefined) return { wrong: [{ line: 1, message: wrong }] };
    const ragged = rows.flatMap(({ record }, index) => {
      if (record.length === columns.length) return [];
      const message = `the row has ${record.length} cells, the header ${columns.length}`;
      return [{ line: startOf(rows, index, header), message, hint: 'a cell with a comma stands in double quotes' }];
    });
    if (ragged.length > 0) return { wrong: ragged };
    return {
      rows: rows.map(({ record }, index) => ({ value: rowOf(columns, record), line: startOf(rows, index, header) })),
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(Reflect.get(error, 'lines'));
    return { wrong: [{ line: Number.isInteger(line) && line > 0 ? line : 1, message: error.message }] };
  }
}

type Record = { readonly record: readonly string[]; readonly lines: number };

function recordsOf(text: string): readonly Record[] {
  const records: Record[] = [];
  parse(text, {
    skip_empty_lines: true,
    relax_column_count: true,
    on_record: (record: readonly string[], { lines }) => {
      records.push({ record, lines });
      return null;
    },
  });
  return records;
}

/** The line that a row begins on: a row may go over several, and is counted by its last. */
function startOf(rows: readonly Record[], index: number, header: Record): number {
  const row = rows[index];
  const inside = row?.record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0) ?? 0;
  return (row?.lines ?? header.lines) - inside;
}

function wrongHeader(columns: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const column of columns) {
    if (column.trim() === '') return 'a column of the header is empty';
    if (column !== column.trim()) return `the column "${column}" begins or ends with a space`;
    if (seen.has(column.toLowerCase())) return `the column "${column}" stands in the header twice`;
    seen.add(column.toLowerCase());
  }
  return undefined;
}

function rowOf(columns: readonly string[], record: readonly string[]): JsonObject {
  return Object.fromEntries(
    columns.map((column, index) => [column, record[index] === '' ? null : (record[index] ?? null)]),
  );
}
