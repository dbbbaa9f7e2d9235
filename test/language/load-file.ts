import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { mediaLooker } from '../../cli/session/media-looker.ts';
import { type Loaded, type LoadOptions, load } from '../../language/index.ts';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const standard: LoadOptions = {
  readBytes: readFile,
  planFile: 'pipelines/x.yaml',
  inputs: {},
  api: 'simulator',
  sha256,
  media: { host: true, lookAt: mediaLooker(process.cwd(), process.cwd()) },
};

/** Loads a file from disk. */
export function loadFile(file: string, options: Partial<LoadOptions> = {}): Promise<Loaded> {
  return load(file, { ...standard, planFile: file, ...options });
}

/** Loads a pipeline from text, with data files beside it. */
export function loadText(
  text: string,
  options: Partial<LoadOptions> = {},
  data: Record<string, string> = {},
): Promise<Loaded> {
  const files: Record<string, string> = { 'x.yaml': text, ...data };
  const readBytes = async (path: string) => {
    const found = files[path];
    if (found === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return new TextEncoder().encode(found);
  };
  return load('x.yaml', { ...standard, readBytes, ...options });
}
