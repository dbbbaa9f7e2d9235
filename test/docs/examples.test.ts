import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readProjectFile } from '../../config/index.ts';
import { load } from '../../language/index.ts';
import { sha256 } from '../language/load-file.ts';
import { blocksOf, type Document, documents } from './documents.ts';

/** What is wrong with the YAML blocks of a document. Each is a whole pipeline, dailies.yaml or workflow of GitHub. */
async function wrongExamples({ file, text }: Document): Promise<readonly string[]> {
  const blocks = blocksOf(text).filter(({ language }) => language === 'yaml');
  const found = await Promise.all(
    blocks.map(({ text: yaml }) => {
      if (/^steps:/m.test(yaml)) return pipelineProblems(yaml, csvIn(text));
      return /^jobs:/m.test(yaml) ? workflowProblems(yaml) : configurationProblems(yaml);
    }),
  );
  return found.flat().map((problem) => `${file}: ${problem}`);
}

/** The shots that a document shows; without any its pipelines read those of pipelines/. */
function csvIn(text: string): string | undefined {
  return blocksOf(text).find(({ language }) => language === 'csv')?.text;
}

async function pipelineProblems(yaml: string, csv: string | undefined): Promise<readonly string[]> {
  const { problems } = await load('example.yaml', {
    readBytes: async (name) => {
      if (name === 'example.yaml') return Buffer.from(yaml);
      return csv === undefined ? readFile(path.join('pipelines', name)) : Buffer.from(csv);
    },
    // Where the last seconds of a chain can be put.
    media: { host: true, lookAt: () => Promise.reject(new Error('no document shows a local file')) },
    planFile: 'example.yaml',
    inputs: {},
    api: 'qingbo-seed-2026-04',
    sha256,
  });
  return problems.map(({ line, code, message }) => `${line} ${code} ${message}`);
}

/** Each step of each job of a workflow uses or runs something; what it runs of ours is checked as a command. */
function workflowProblems(yaml: string): readonly string[] {
  const { on, jobs } = parse(yaml, { strict: true });
  const steps: readonly object[] = Object.values<{ steps?: readonly object[] }>(jobs).flatMap((job) => job.steps ?? []);
  const idle = steps.filter((step) => !('uses' in step) && !('run' in step));
  return on === undefined || steps.length === 0 || idle.length > 0 ? ['a workflow without on, steps, uses or run'] : [];
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
    const wrongs = [
      'version: 1\nsteps: { a: { uses: rendr } }\n',
      'version: 1\nacounts: {}\n',
      'on: push\njobs:\n  a: {}\n',
    ];
    const text = wrongs.map(block).join('');
    const wrong = await wrongExamples({ file: 'x.md', text });
    expect(wrong).toHaveLength(3);
    expect(wrong[0]).toContain('USES_UNKNOWN');
  });
});
