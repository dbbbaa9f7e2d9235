import { StoreError } from './store-error.ts';

/** Longest name of a file or folder that every common file system takes, less what temporary names add. */
const LONGEST = 180;

/** Stays as it is; no dot in front or at the end. Nearly every part is so, and each access to the store has some. */
const PLAIN = /^[a-z0-9_@-](?:[a-z0-9._@-]*[a-z0-9_@-])?$/;

/**
 * The relative path on disk of a key. Capitals, and all but `a-z 0-9 . _ @ -`, are written `%XX`, so that keys that
 * differ only in case stay two files where case is folded; a long segment becomes folders whose names end in `~`.
 * Throws StoreError BAD_NAME for an empty segment.
 */
export function diskPath(key: string): string {
  return key
    .split('/')
    .map((part) => chunks(escaped(part, key)).join('/'))
    .join('/');
}

/** The key of a relative path on disk, with forward slashes. */
export function keyOfPath(path: string): string {
  return path
    .replaceAll('~/', '')
    .split('/')
    .map((part) => (part.includes('%') ? decodeURIComponent(part) : part))
    .join('/');
}

function escaped(part: string, key: string): string {
  if (PLAIN.test(part)) return part;
  if (part === '') throw new StoreError('BAD_NAME', key, 'an empty part in a key');
  const text = Array.from(new TextEncoder().encode(part), (byte) => {
    const character = String.fromCharCode(byte);
    return /[a-z0-9._@-]/.test(character) ? character : hex(byte);
  }).join('');
  // A leading dot would hide it or climb out; Windows drops a trailing one.
  return text.replace(/^\./, '%2E').replace(/\.$/, '%2E');
}

function hex(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function chunks(text: string): readonly string[] {
  if (text.length <= LONGEST) return [text];
  const whole = text.slice(0, LONGEST);
  // An escape is never cut in two, so that each part decodes by itself.
  const cut = whole.replace(/%[0-9A-F]?$/, '').length;
  return [`${text.slice(0, cut)}~`, ...chunks(text.slice(cut))];
}
