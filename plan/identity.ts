import { canonicalJson, isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Fetch } from './plan.ts';
import type { Request } from './request.ts';

/** The rule by which identities are computed today; an older one is kept beside it for ever. */
export const IDENTITY_VERSION = 1;

/** sha256 of a text's UTF-8 bytes, as 64 hex digits. Handed in: plan/ has no package and no node: module. */
export type Sha256 = (text: string) => string;

/** How a reel is joined: the recipe of a concat's identity. */
export const CONCAT_RECIPE = { kind: 'concat', version: 1 } as const;

/** How media are fetched: the recipe of a fetch's identity. A URL belongs to it; of a local file only its content counts. */
export const FETCH_RECIPE = { kind: 'fetch', version: 1 } as const;

/** Recipe and inputs of a fetch. */
export function fetchRecipe(from: Fetch | undefined): {
  readonly recipe: JsonObject;
  readonly inputs: readonly string[];
} {
  if (from !== undefined && 'sha256' in from) return { recipe: FETCH_RECIPE, inputs: [from.sha256] };
  return { recipe: { ...FETCH_RECIPE, url: from?.url ?? '' }, inputs: [] };
}

/** Identity, version 1, of what is fetched. */
export function fetchIdentity(from: Fetch | undefined, sha256hex: Sha256): string {
  const { recipe, inputs } = fetchRecipe(from);
  return localIdentity(recipe, inputs, sha256hex);
}

/** Fields that say how we are told, not what is made. */
const NOT_IDENTITY = new Set(['callback_url', 'callback_events', 'callback_token']);

/**
 * Identity, version 1, of a render: sha256 (hex) of `{"identity":1,"request":…}` in canonical JSON, where the request
 * is complete (Request) and without callbacks and nulls. Two equal requests have one identity, whoever makes them.
 */
export function identityOf(request: Request, sha256hex: Sha256): string {
  const fields = Object.entries(request).filter(([field]) => !NOT_IDENTITY.has(field));
  return sha256hex(canonicalJson({ identity: IDENTITY_VERSION, request: withoutNulls(Object.fromEntries(fields)) }));
}

/** Identity, version 1, of what is made here: sha256 (hex) of its recipe and its inputs' sha256 (hex), in order. */
export function localIdentity(recipe: JsonObject, inputs: readonly string[], sha256hex: Sha256): string {
  return sha256hex(canonicalJson({ identity: IDENTITY_VERSION, inputs, recipe }));
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
}
