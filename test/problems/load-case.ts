import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { mediaLooker } from '../../cli/session/media-looker.ts';
import { type Loaded, type LoadOptions, load } from '../../language/index.ts';
import { sha256 } from '../language/load-file.ts';

export const CASES = 'test/problems';

/** Loads a case by the name of its folder, by the seed page unless the case says otherwise. */
export function loadCase(name: string): Promise<Loaded> {
  const { mediaHost = false, ...options } = typed(name);
  return load('pipeline.yaml', {
    readBytes: (path) => readFile(`${CASES}/${name}/${path}`),
    planFile: 'pipeline.yaml',
    inputs: {},
    api: 'qingbo-seed-2026-04',
    sha256,
    media: { host: mediaHost, lookAt: mediaLooker(`${CASES}/${name}`, `${CASES}/${name}`) },
    ...options,
  });
}

/** A case may say what is typed beside the file: `{"inputs": {…}, "profile": …, "api": …}`; `mediaHost`: there is one. */
function typed(name: string): Partial<LoadOptions> & { readonly mediaHost?: boolean } {
  const file = `${CASES}/${name}/typed.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
