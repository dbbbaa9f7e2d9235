import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { ACTIONS, type Action, type Request } from './request.ts';
import { MEDIA_FIELDS, REQUEST_FIELDS } from './request-fields.ts';

/** Version 1's defaults, always sent, since the vendor's own moved between generations. They never change. */
export const VERSION_1_DEFAULTS = { duration: 5, resolution: '720p', prompt_optimizer: true } as const;
export const VERSION_1_ASPECT_RATIO = '16:9';

/**
 * A request with version 1's defaults filled in, nulls removed, canonical text turned into numbers and booleans,
 * resolution in lower case, and the action inferred where none is written. `aspect_ratio` is not filled in beside
 * media, whose ratio counts. Not checked: see checkRequest and isRequest.
 */
export function completeRequest(fields: JsonObject): JsonObject {
  const given = converted(withoutNulls(fields));
  const ratio: JsonObject = hasMedia(given) ? {} : { aspect_ratio: VERSION_1_ASPECT_RATIO };
  return {
    ...VERSION_1_DEFAULTS,
    ...ratio,
    ...given,
    action: given.action ?? laterAction(given) ?? inferredAction(given),
  };
}

/** True for a request whose four necessary fields are there and final. */
export function isRequest(value: JsonObject): value is Request {
  return (
    typeof value.model === 'string' &&
    ACTIONS.some((action) => action === value.action) &&
    typeof value.resolution === 'string' &&
    typeof value.duration === 'number'
  );
}

/** Without the fields whose value is null: null removes a field. */
export function withoutNulls(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** True if any field holds media. */
export function hasMedia(fields: JsonObject): boolean {
  return MEDIA_FIELDS.some((field) => isThere(fields[field]));
}

/** The action that the media fields mean, in the vendor's order (api.md §6, rule 24). */
export function inferredAction(fields: JsonObject): Action {
  const types = refVideoTypes(fields.ref_videos);
  if (types.includes('extend')) return 'extend';
  if (types.length > 0 || isThere(fields.video_urls)) return 'reference_video';
  if (isThere(fields.audio_urls) || hasBoundAudio(fields.ref_images)) return 'reference_audio';
  if (isThere(fields.ref_images) || isThere(fields.image_urls)) return 'reference';
  if (isThere(fields.last_frame_image)) return 'first_last_frame';
  if (isThere(fields.first_frame_image) || isThere(fields.mid_frame_images)) return 'image2video';
  return 'generate';
}

/** Lists of references that are not known yet leave the action unknown too: a Deferred, until they are. */
function laterAction(fields: JsonObject): Json | undefined {
  return [fields.ref_videos, fields.ref_images].find((value) => isJsonObject(value) && '$deferred' in value);
}

function converted(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, convertedField(field, value)]));
}

function convertedField(field: string, value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => convertedItem(item));
  if (typeof value !== 'string') return value;
  const kind = REQUEST_FIELDS[field];
  if (kind === 'number') return numberOfText(value) ?? value;
  if (kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return field === 'resolution' ? value.toLowerCase() : value;
}

/** An item of a composite field (ref_images, mid_frame_images): null removes a key of it, too. */
function convertedItem(item: Json): Json {
  if (!isJsonObject(item) || '$deferred' in item) return item;
  const given = withoutNulls(item);
  const stamp = typeof given.time_stamp === 'string' ? numberOfText(given.time_stamp) : undefined;
  return stamp === undefined ? given : { ...given, time_stamp: stamp };
}

/** The number that a text writes canonically (`5`, `-1.5`; not `05`, `5.0`, `1e1`), or undefined. */
export function numberOfText(text: string): number | undefined {
  const value = Number(text);
  return String(value) === text && Number.isFinite(value) ? value : undefined;
}

function refVideoTypes(value: Json | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: Json) => (isJsonObject(item) ? String(item.type) : ''));
}

function hasBoundAudio(value: Json | undefined): boolean {
  return Array.isArray(value) && value.some((item: Json) => isJsonObject(item) && isThere(item.audio_url));
}

function isThere(value: Json | undefined): boolean {
  if (value === undefined || value === null) return false;
  return !Array.isArray(value) || value.length > 0;
}
