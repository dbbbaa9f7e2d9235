import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Document, documents, proseOf } from './documents.ts';

/** Links of a document that lead nowhere in this repository. Links to the web are not followed. */
function deadLinks({ file, text }: Document): readonly string[] {
  const links = [...proseOf(text).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^https?:/.test(link) && !leads({ file, text }, link))
    .map((link) => `${file}: ${link}`);
}

function leads(from: Document, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = path.join(path.dirname(from.file), target);
  if (target !== '' && !existsSync(file)) return false;
  const text = () => (target === '' ? from.text : readFileSync(file, 'utf8'));
  return anchor === undefined || anchorsOf(text()).has(anchor);
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

describe('links', () => {
  test('in every document lead somewhere', () => {
    expect(documents('all').flatMap(deadLinks)).toEqual([]);
  });

  test('that lead nowhere are found', () => {
    const text =
      '# A title, with `code`\n[a](#a-title-with-code) [b](gone.md) [c](#gone) [d](README.md) [e](https://x.y)';
    expect(deadLinks({ file: 'README.md', text })).toEqual(['README.md: gone.md', 'README.md: #gone']);
  });
});
