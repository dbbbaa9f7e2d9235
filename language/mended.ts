import type { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../plan/json.ts';

/** Top-level keys that nothing else in the file leans on. */
const ALONE = ['name', 'description', 'budget', 'account', 'priority', 'weight', 'outputs'];

/**
 * A file's JSON without what a schema found wrong, so that the rest can be checked too and all problems come at once;
 * undefined where what is wrong would make more seem wrong (inputs, vars, profiles, defaults).
 */
export function mended(json: Json, issues: readonly z.core.$ZodIssue[]): JsonObject | undefined {
  if (!isJsonObject(json)) return undefined;
  let whole: JsonObject = json;
  for (const issue of issues) {
    const [top, id] = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') whole = without(whole, issue.path.map(String), issue.keys);
    else if (top === 'steps' && id !== undefined) whole = without(whole, [top], [id]);
    else if (top !== undefined && ALONE.includes(top)) whole = without(whole, [], [top]);
    else return undefined;
  }
  return whole;
}

function without(object: JsonObject, path: readonly string[], keys: readonly string[]): JsonObject {
  const [first, ...rest] = path;
  if (first === undefined) return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
  const below = object[first];
  return isJsonObject(below) ? { ...object, [first]: without(below, rest, keys) } : object;
}
