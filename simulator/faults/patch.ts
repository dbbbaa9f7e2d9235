import type { Answer } from '../http/answer.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

/** A JSON answer with fields set and removed; a place is a path like `result.videos.0.url`. */
export function patchAnswer(
  answer: Answer,
  patch: { readonly set?: JsonObject; readonly remove?: readonly string[] },
): Answer {
  if (answer.body.kind !== 'json') return answer;
  let value = answer.body.value;
  for (const [place, wanted] of Object.entries(patch.set ?? {})) value = change(value, place.split('.'), wanted);
  for (const place of patch.remove ?? []) value = change(value, place.split('.'), undefined);
  return { ...answer, body: { kind: 'json', value } };
}

function change(value: Json, [name, ...rest]: readonly string[], wanted: Json | undefined): Json {
  if (name === undefined) return wanted ?? null;
  if (Array.isArray(value)) {
    const copy: Json[] = [...value];
    const index = Number(name);
    if (rest.length === 0 && wanted === undefined) copy.splice(index, 1);
    else copy[index] = change(copy[index] ?? {}, rest, wanted);
    return copy;
  }
  const fields: { [field: string]: Json } = isObject(value) ? { ...value } : {};
  if (rest.length === 0 && wanted === undefined) delete fields[name];
  else fields[name] = change(fields[name] ?? {}, rest, wanted);
  return fields;
}
