import { readdirSync, readFileSync } from 'node:fs';

export type Document = { readonly file: string; readonly text: string };
export type Block = { readonly language: string; readonly text: string };

/** Every document that a person reads; `written`: those that a person wrote, too. */
export function documents(of: 'all' | 'written'): readonly Document[] {
  const inDocs = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((name) => of === 'all' || !name.startsWith('docs/reference/'));
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inDocs.sort()].map((file) => ({
    file,
    text: readFileSync(file, 'utf8'),
  }));
}

/** The fenced blocks of a document. */
export function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^(```+)(\w*)\n([\s\S]*?)^\1$/gm)].map(([, , language = '', body = '']) => ({
    language,
    text: body,
  }));
}

/** A document without its fenced blocks. */
export function proseOf(text: string): string {
  return text.replaceAll(/^(```+)\w*\n[\s\S]*?^\1$/gm, '');
}

/** Inline code of a document. */
export function spansOf(text: string): readonly string[] {
  return [...proseOf(text).matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll(/\s+/g, ' '));
}
