import type { LoadOptions } from './load-options.ts';
import type { Report } from './report.ts';
import type { Span } from './tree.ts';

/**
 * The text of a file, without a byte order mark; undefined where it cannot be had, which is reported: at `from`
 * (the place that names the file), or in the file itself.
 */
export async function readText(
  file: string,
  { readBytes }: Pick<LoadOptions, 'readBytes'>,
  report: Report,
  limit: { readonly bytes: number; readonly from?: Span },
): Promise<string | undefined> {
  const span = limit.from ?? { file, from: 0, to: 0 };
  if (limit.from === undefined) report.text(file, '');
  const bytes = await readBytes(file).catch((error: unknown) => {
    report.add(unreadable(file, span, error));
    return undefined;
  });
  if (bytes === undefined) return undefined;
  if (bytes.length > limit.bytes) {
    const message = `${file} has ${bytes.length} bytes; at most ${limit.bytes} are allowed`;
    const hint = 'batches come from data files: matrix: { shot: { from: shots.csv, key: id } }';
    report.add({ code: 'FILE_TOO_LARGE', span, message, ...(limit.from === undefined ? { hint } : {}) });
    return undefined;
  }
  const text = decoded(bytes);
  if (text === undefined) {
    report.add({ code: 'FILE_NOT_UTF8', span, message: `${file} is not UTF-8`, hint: 'save it as UTF-8' });
    return undefined;
  }
  report.text(file, text);
  return text;
}

function unreadable(file: string, span: Span, error: unknown): Parameters<Report['add']>[0] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return { code: 'FILE_MISSING', span, message: `there is no file ${file}` };
  if (code === 'ELEADSOUT') {
    const hint = 'what a pipeline names lies in its project: copy it there, or mount the other disk there';
    return { code: 'FILE_UNREADABLE', span, message: `${file}: a symbolic link leads out of the project`, hint };
  }
  const why = code === 'EISDIR' ? 'it is a directory' : String(code ?? error);
  return { code: 'FILE_UNREADABLE', span, message: `${file} cannot be read: ${why}` };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
