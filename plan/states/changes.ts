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

/** `duration 5 → 8, prompt "a…" → "b…"`: at most three fields, the rest counted. */
export function wordsOf(changes: readonly Change[]): string {
  const words = changes.slice(0, 3).map(({ field, from, to }) => `${field} ${short(from)} → ${short(to)}`);
  const more = changes.length - words.length;
  return `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function short(value: Json | undefined): string {
  if (value === undefined) return 'none';
  const text = canonicalJson(value);
  return text.length > LONGEST ? `${Array.from(text).slice(0, LONGEST).join('')}…` : text;
}
