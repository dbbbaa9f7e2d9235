import type { ApiProfile } from './api-profile.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { MEDIA_FIELDS } from './request-fields.ts';
import { heldSha256 } from './tail.ts';

/**
 * The body that is sent for a request: the profile's own field names and action, with held media
 * (`sha256:<hex>`, or the tail of such) replaced by the URL that `urlOf` knows for it. Throws what urlOf throws.
 */
export function wireBody(request: JsonObject, profile: ApiProfile, urlOf: (held: string) => string): JsonObject {
  const body: { [field: string]: Json } = {};
  for (const [field, value] of Object.entries(request)) {
    // An empty list is no field: a generation that does not know the field would refuse it all the same.
    if (Array.isArray(value) && value.length === 0) continue;
    const sent = field === 'action' ? (profile.wireAction ?? value) : value;
    body[profile.wireNames[field] ?? field] = MEDIA_FIELDS.includes(field) ? withUrls(sent, urlOf) : sent;
  }
  return body;
}

function withUrls(value: Json, urlOf: (held: string) => string): Json {
  if (typeof value === 'string') return heldSha256(value) === undefined ? value : urlOf(value);
  if (Array.isArray(value)) return value.map((item: Json) => withUrls(item, urlOf));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withUrls(member, urlOf)]));
}
