import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { GeneratedFile } from '../../docs/generated-file.ts';
import { GENERATED_FOLDERS, generatedFiles } from '../../docs/generated-files.ts';
import { jsonSchema, PROBLEM_CODES } from '../../language/index.ts';

const files = generatedFiles('.');

function stale(wanted: readonly GeneratedFile[]): readonly string[] {
  return wanted
    .filter(({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
    .map(({ file }) => file);
}

describe('the generated reference', () => {
  test('is what `npm run docs` would write now', () => {
    expect(stale(files), 'type: npm run docs').toEqual([]);
  });

  test('a page that is missing or differs is found', () => {
    const file = 'docs/reference/exit-codes.md';
    const text = readFileSync(file, 'utf8');
    expect(stale([{ file, text }])).toEqual([]);
    expect(stale([{ file, text: `${text}more\n` }])).toEqual([file]);
    expect(stale([{ file: 'docs/reference/nowhere.md', text: '' }])).toEqual(['docs/reference/nowhere.md']);
  });

  test('its folders hold nothing else', () => {
    const there = GENERATED_FOLDERS.flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${folder}/${entry.name}`),
    );
    expect(there.filter((file) => !files.some((page) => page.file === file))).toEqual([]);
  });

  test('names every key of the schema', () => {
    const page = files.find(({ file }) => file.endsWith('/keys.md'))?.text ?? '';
    const keys = new Set<string>();
    collectKeys(jsonSchema(), keys);
    expect(keys.size).toBeGreaterThan(40);
    expect([...keys].filter((key) => !page.includes(`\`${key}\``))).toEqual([]);
  });

  test('has a page for each code of a problem', () => {
    const pages = Object.keys(PROBLEM_CODES).map((code) => `docs/reference/problems/${code}.md`);
    expect(pages.filter((page) => !files.some(({ file }) => file === page))).toEqual([]);
  });
});

function collectKeys(schema: unknown, into: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' && typeof value === 'object') for (const name of Object.keys(value)) into.add(name);
    collectKeys(value, into);
  }
}
