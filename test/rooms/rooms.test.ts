import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import { allowed, ROOMS, targetOf } from './table.ts';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));
const code = tracked.filter(
  (file) => /\.(ts|tsx)$/.test(file) && Object.keys(ROOMS).includes(file.split('/')[0] ?? ''),
);

function wrongImports(file: string, source: string): readonly string[] {
  const room = file.split('/')[0] ?? '';
  return importsOf(file, source)
    .filter(({ specifier, typesOnly }) => !allowed(room, targetOf(file, specifier), typesOnly))
    .map(({ specifier }) => `${file} imports ${specifier}`);
}

describe('rooms', () => {
  test('every import is in the table', () => {
    expect(code.length).toBeGreaterThan(0);
    expect(code.flatMap((file) => wrongImports(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  test('an import that is not in the table is found, types and re-exports and dynamic ones too', () => {
    expect(wrongImports('plan/x.ts', "import fs from 'node:fs';")).toHaveLength(1);
    expect(wrongImports('plan/x.ts', "export { z } from 'zod';")).toHaveLength(1);
    expect(wrongImports('store/x.ts', "import type { A } from '../activities/a.ts';")).toHaveLength(1);
    expect(wrongImports('workflows/x.ts', "const a = await import('../activities/a.ts');")).toHaveLength(1);
    expect(wrongImports('workflows/x.ts', "import type { A } from '../activities/a.ts';")).toEqual([]);
    expect(wrongImports('workflows/x.ts', "import { A } from '../activities/a.ts';")).toHaveLength(1);
    expect(wrongImports('cli/x.ts', "import { a } from '../activities/submit.ts';")).toHaveLength(1);
    expect(wrongImports('cli/x.ts', "import { a } from '../activities/providers/index.ts';")).toEqual([]);
  });

  test('plan/ asks no clock and throws no dice', () => {
    const impure = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bperformance\.|\bsetTimeout\b/;
    const found = code.filter(
      (file) => file.startsWith('plan/') && impure.test(stripComments(readFileSync(file, 'utf8'))),
    );
    expect(found).toEqual([]);
  });

  test('no file is over 300 lines', () => {
    const generated = /^(docs\/reference\/|test\/histories\/)|package-lock\.json|\.d\.ts$/;
    const long = tracked
      .filter((file) => /\.(ts|tsx|mjs|css|html)$/.test(file) && !generated.test(file))
      .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  test('every room that holds code is in the table', () => {
    const outside = ['test', 'bench', 'sim', 'docs', 'scripts', 'pipelines', '.ci', 'node_modules', 'dist'];
    const rooms = new Set(
      tracked.filter((file) => /\.(ts|tsx)$/.test(file) && file.includes('/')).map((file) => file.split('/')[0]),
    );
    expect([...rooms].filter((room) => room !== undefined && !outside.includes(room) && !(room in ROOMS))).toEqual([]);
  });
});

function stripComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}
