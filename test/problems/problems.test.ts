import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type Loaded, type LoadOptions, load, PROBLEM_CODES, render } from '../../language/index.ts';
import { sha256 } from '../language/load-file.ts';

const folder = 'test/problems';
const cases = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** A case may say what is typed beside the file: `{"inputs": {…}, "profile": …, "api": …}`. */
function typed(name: string): Partial<LoadOptions> {
  const file = `${folder}/${name}/typed.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

function rendered({ problems, texts, plan }: Loaded): string {
  const blocks = problems.map((problem) => render(problem, texts[problem.file] ?? ''));
  return `${[...blocks, plan === undefined ? 'no plan' : `a plan of ${plan.nodes.length}`].join('\n\n')}\n`;
}

describe('problems', () => {
  const seen = new Set<string>();

  // UPDATE=1 rewrites what is expected.
  test.each(cases)('%s', async (name) => {
    const loaded = await load('pipeline.yaml', {
      readBytes: (path) => readFile(`${folder}/${name}/${path}`),
      planFile: 'pipeline.yaml',
      inputs: {},
      api: 'qingbo-seed-2026-04',
      sha256,
      ...typed(name),
    });
    for (const { code } of loaded.problems) seen.add(code);
    const text = rendered(loaded);
    const file = `${folder}/${name}/expected.txt`;
    if (process.env.UPDATE === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test('every code has a case', () => {
    // What git cannot hold, or would hold badly, is tried in test/language/files.test.ts.
    const elsewhere = [
      'FILE_UNREADABLE',
      'FILE_NAME',
      'FILE_TOO_LARGE',
      'FILE_NOT_UTF8',
      'FILE_MISSING',
      'PROMPT_TOO_LONG',
      // Files of 30 MB: test/plan/media-rules.test.ts.
      'MEDIA_FILE',
    ];
    expect(Object.keys(PROBLEM_CODES).filter((code) => !seen.has(code) && !elsewhere.includes(code))).toEqual([]);
  });
});
