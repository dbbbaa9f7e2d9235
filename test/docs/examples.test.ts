import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProjectFile } from '../../config/index.ts';
import { load } from '../../language/index.ts';
import { sha256 } from '../language/load-file.ts';
import { blocksOf, type Document, documents } from './documents.ts';

/** What is wrong with the YAML blocks of a document. Each is a whole pipeline or a whole dailies.yaml. */
async function wrongExamples({ file, text }: Document): Promise<readonly string[]> {
  const blocks = blocksOf(text).filter(({ language }) => language === 'yaml');
  const found = await Promise.all(
    blocks.map(({ text: yaml }) => (/^steps:/m.test(yaml) ? pipelineProblems(yaml) : configurationProblems(yaml))),
  );
  return found.flat().map((problem) => `${file}: ${problem}`);
}

async function pipelineProblems(yaml: string): Promise<readonly string[]> {
  const { problems } = await load('example.yaml', {
    // Data files are those of pipelines/.
    readBytes: async (name) => (name === 'example.yaml' ? Buffer.from(yaml) : readFile(path.join('pipelines', name))),
    planFile: 'example.yaml',
    inputs: {},
    api: 'qingbo-seed-2026-04',
    sha256,
  });
  return problems.map(({ line, code, message }) => `${line} ${code} ${message}`);
}

function configurationProblems(yaml: string): readonly string[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-docs-'));
  try {
    writeFileSync(path.join(folder, 'dailies.yaml'), yaml);
    readProjectFile(folder);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('YAML in documents', () => {
  test('has no problem', async () => {
    // Pages of problems show what is wrong on purpose.
    const pages = documents('all').filter(({ file }) => !file.startsWith('docs/reference/problems/'));
    expect((await Promise.all(pages.map(wrongExamples))).flat()).toEqual([]);
  });

  test('that is wrong is found', async () => {
    const block = (yaml: string) => `\`\`\`yaml\n${yaml}\`\`\`\n`;
    const text = `${block('version: 1\nsteps: { a: { uses: rendr } }\n')}${block('version: 1\nacounts: {}\n')}`;
    const wrong = await wrongExamples({ file: 'x.md', text });
    expect(wrong).toHaveLength(2);
    expect(wrong[0]).toContain('USES_UNKNOWN');
  });
});
