import { isJsonObject, type Json } from '../plan/json.ts';
import { ExpressionFailure } from './failure.ts';

/** The type of a value as people read it. */
export function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (isJsonObject(value)) return 'a map';
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'a number' : 'true or false';
}

/** A value inside text. `where` names the place for people. Throws on null, lists and maps. */
export function textOf(value: Json, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null) throw new ExpressionFailure(`null cannot stand in ${where}`, 0, "write default(x, '')");
  throw new ExpressionFailure(`${typeOf(value)} cannot stand in ${where}`, 0, 'write toJSON(x) or join(x)');
}

/** No text that an expression makes is longer, in characters; a prompt has 5,000. Calls within calls would double it. */
export const TEXT_MAX = 1_048_576;

/** The pieces as one text, no longer than TEXT_MAX. */
export function joined(pieces: Iterable<string>): string {
  const kept: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    length += piece.length;
    if (length > TEXT_MAX) throw new ExpressionFailure(`the text has more than ${TEXT_MAX} characters`);
    kept.push(piece);
  }
  return kept.join('');
}

/** A value as a number. Throws on everything else: text is never taken for a number. */
export function numberOf(value: Json, where: string): number {
  if (typeof value === 'number') return value;
  throw new ExpressionFailure(
    `${where} takes numbers, but ${typeOf(value)} was found`,
    0,
    'fromJSON(text) makes a number',
  );
}
