import type { ApiProfile } from '../api-profile.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** Where in a request: field names and list indices. */
export type FieldPath = readonly (string | number)[];

/** What a rule found wrong: where, in which words, what to do. */
export type Finding = { readonly path: FieldPath; readonly message: string; readonly hint?: string };

/** error: nothing is paid; warning: said, and gone on with (`--strict` aside); off: not asked. */
export type Severity = 'error' | 'warning' | 'off';

/** One rule of the vendor's page. `number` is its number in the list of rules (docs); `words` what it says. */
export type Rule = {
  readonly number: number;
  readonly code: RuleCode;
  /** Where the API profile's `severities` say nothing else. */
  readonly severity: Severity;
  readonly words: string;
  /** Pure and total. Fields that are not known yet (deferred) are passed over. */
  readonly check: (request: JsonObject, profile: ApiProfile) => readonly Finding[];
};

/** The codes of the rules, stable for ever. */
export const RULE_CODES = [
  'MODEL_UNKNOWN',
  'ACTION_UNKNOWN',
  'PROMPT_TOO_LONG',
  'PROMPT_MISSING',
  'ASPECT_RATIO_UNKNOWN',
  'ASPECT_RATIO_NO_EFFECT',
  'RESOLUTION_UNKNOWN',
  'DURATION_RANGE',
  'NEGATIVE_PROMPT',
  'FIELD_TYPE',
  'CALLBACK_EVENTS',
  'CALLBACK_URL',
  'FIELD_NOT_IN_API',
  'FIELDS_EXCLUDE',
  'ACTION_NEEDS',
  'ACTION_AMBIGUOUS',
  'LAST_FRAME_ALONE',
  'MID_FRAMES',
  'MID_FRAMES_ALONE',
  'REF_IMAGES',
  'REF_VIDEOS',
  'TAG_TWICE',
  'TAG_NOT_IN_PROMPT',
  'TAG_FORM',
  'URL_LISTS',
  'VIDEO_URLS',
  'DURATION_NO_EFFECT',
  'MEDIA_NOT_URL',
  'MEDIA_FILE',
] as const;
export type RuleCode = (typeof RULE_CODES)[number];

/** The text in a field, or undefined where there is none or it is not known yet. */
export function textIn(request: JsonObject, field: string): string | undefined {
  const value = request[field];
  return typeof value === 'string' ? value : undefined;
}

/** True for a value that is known only when the node is about to be submitted. */
export function isDeferred(value: Json | undefined): boolean {
  return isJsonObject(value) && '$deferred' in value;
}

/** True if a field holds anything, known or not known yet. */
export function isGiven(value: Json | undefined): boolean {
  if (value === undefined || value === null) return false;
  return !Array.isArray(value) || value.length > 0;
}

/** The items of a list field; none where it is absent or not known yet. */
export function itemsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The maps among the items of a list field, each with its index. */
export function mapsOf(value: Json | undefined): readonly { readonly index: number; readonly item: JsonObject }[] {
  return itemsOf(value).flatMap((item, index) => (isJsonObject(item) && !isDeferred(item) ? [{ index, item }] : []));
}

/** A list as people read it: `a, b or c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1);
  return words.length < 2 || last === undefined ? words.join('') : `${words.slice(0, -1).join(', ')} or ${last}`;
}
