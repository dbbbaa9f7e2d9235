import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const LINES_MAX = 18;
const files = readdirSync('docs/decisions')
  .filter((file) => /^\d{4}-/.test(file))
  .sort();

describe('decision records', () => {
  test('are numbered without gaps', () => {
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
  });

  test('have their three parts, in few lines', () => {
    const odd = files.filter((file) => {
      const text = readFileSync(`docs/decisions/${file}`, 'utf8');
      const parts = [...text.matchAll(/^\*\*(\w+)\.\*\*/gm)].map(([, part]) => part);
      return parts.join(' ') !== 'Context Decision Consequence' || text.split('\n').length > LINES_MAX;
    });
    expect(odd).toEqual([]);
  });

  test('are all listed', () => {
    const list = readFileSync('docs/decisions/README.md', 'utf8');
    expect([...list.matchAll(/\((\d{4}-[^)]+)\)/g)].map(([, file]) => file)).toEqual(files);
  });
});
