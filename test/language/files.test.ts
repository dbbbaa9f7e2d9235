import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFile, loadText } from './load-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dailies-language-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const shot = (prompt: string) =>
  `version: 1\nsteps: { a: { uses: generate, with: { model: skyreels-v4-fast, prompt: ${prompt} } } }\n`;

async function codesOf(name: string, content?: string | Uint8Array): Promise<readonly string[]> {
  const file = join(folder, name);
  if (content !== undefined) await writeFile(file, content);
  const { problems, plan } = await loadFile(file);
  if (problems.length > 0) expect(plan).toBeUndefined();
  return problems.map(({ code }) => code);
}

describe('a file that cannot be a pipeline is one problem', () => {
  test('it is not there, is a directory, is not UTF-8, is too large', async () => {
    expect(await codesOf('absent.yaml')).toEqual(['FILE_MISSING']);
    await mkdir(join(folder, 'folder.yaml'));
    expect(await codesOf('folder.yaml')).toEqual(['FILE_UNREADABLE']);
    expect(await codesOf('latin1.yaml', new Uint8Array([0x61, 0x3a, 0x20, 0xe9, 0x0a]))).toEqual(['FILE_NOT_UTF8']);
    expect(await codesOf('large.yaml', `# ${'x'.repeat(2 * 1024 * 1024)}\n`)).toEqual(['FILE_TOO_LARGE']);
    expect(await codesOf('a file?.yaml', shot('x'))).toEqual(['FILE_NAME']);
    expect(await codesOf('nothing.yaml', '')).toEqual(['FILE_EMPTY']);
    expect(await codesOf('long.yaml', shot('x'.repeat(5001)))).toEqual(['PROMPT_TOO_LONG']);
  });

  test('a byte order mark and Windows line ends are nothing to complain of', async () => {
    expect(await codesOf('windows.yaml', `\u{FEFF}${shot('x').replaceAll('\n', '\r\n')}`)).toEqual([]);
  });

  test('no text makes it throw', async () => {
    const piece = fc.constantFrom(
      'version: 1\n',
      'steps:\n',
      '  a: ',
      '{',
      '}',
      '[',
      ']',
      'uses: generate',
      '\n',
      '- ',
      '? ',
      ': ',
      '&a ',
      '*a',
      '!t ',
      '"',
      "'",
      '|\n',
      '${{ ',
      ' }}',
      'steps.a',
      '\t',
      '#',
      '---\n',
      '<<: ',
      'with: { prompt: x }',
      '0x',
      '.inf',
      '\u{0}',
      'é',
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        const { problems, plan } = await loadText(body);
        expect(plan === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
        for (const { line, column, message } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });
});
