import { watch } from 'node:fs';

/**
 * Begins to watch a folder, which must be there; the returned function resolves at the first file under it whose path
 * (relative to it) matches, also where that file came before it was asked. `close` ends the watching.
 */
export function watchFiles(
  folder: string,
  wanted: RegExp,
): { readonly seen: Promise<void>; readonly close: () => void } {
  let found: () => void = () => undefined;
  const seen = new Promise<void>((resolve) => {
    found = resolve;
  });
  const watcher = watch(folder, { recursive: true }, (_event, file) => {
    if (file !== null && wanted.test(file)) found();
  });
  return { seen, close: () => watcher.close() };
}
