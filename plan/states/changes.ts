import { canonicalJson, isJsonObject, type Json } from '../json.ts';
import type { Change } from './known.ts';

/** The fields in which two requests differ, sorted, nested ones as `ref_images[0].tag`. */
export function changesOf(from: Json | undefined, to: Json | undefined, at = ''): readonly Change[] {
  if (from !== undefined && to !== undefined && canonicalJson(from) === canonicalJson(to)) return [];
  if (isJsonObject(from) && isJsonObject(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    return keys.flatMap((key) => changesOf(from[key], to[key], at === '' ? key : `${at}.${key}`));
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    return from.flatMap((item: Json, index) => changesOf(item, to[index], `${at}[${index}]`));
  }
  if (from === undefined && to === undefined) return [];
  return [{ field: at, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
}

const LONGEST = 40;
/** So much of what two long values have in common is shown before they part. */
const BEFORE = 12;

/** `duration 5 → 8, prompt "a…" → "b…"`: at most three fields, the rest counted; of long values where they differ. */
export function wordsOf(changes: readonly Change[]): string {
  const words = changes.slice(0, 3).map(({ field, from, to }) => {
    const [old, now] = [lettersOf(from), lettersOf(to)];
    const same = old.findIndex((letter, at) => letter !== now[at]);
    const parted = same < 0 ? old.length : same;
    const start = Math.max(old.length, now.length) > LONGEST ? Math.max(0, parted - BEFORE) : 0;
    return `${field} ${short(old, start)} → ${short(now, start)}`;
  });
  const more = changes.length - words.length;
  return `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function lettersOf(value: Json | undefined): readonly string[] {
  return Array.from(value === undefined ? 'none' : canonicalJson(value));
}

function short(letters: readonly string[], start: number): string {
  const shown = letters.slice(start, start + LONGEST).join('');
  return `${start > 0 ? '…' : ''}${shown}${start + LONGEST < letters.length ? '…' : ''}`;
}
