import type { JsonObject } from './json.ts';

/**
 * What a field of a request holds: decides which text may become a number or a boolean, and where URLs stand. `items`:
 * maps with URLs in them.
 */
export type FieldKind = 'text' | 'number' | 'boolean' | 'list' | 'url' | 'urls' | 'items';

/** Every field of the language's requests: the vendor's own names (seed page, "Common Parameters"). */
export const REQUEST_FIELDS: { readonly [field: string]: FieldKind } = {
  model: 'text',
  action: 'text',
  prompt: 'text',
  aspect_ratio: 'text',
  resolution: 'text',
  duration: 'number',
  prompt_optimizer: 'boolean',
  first_frame_image: 'url',
  last_frame_image: 'url',
  mid_frame_images: 'items',
  image_urls: 'urls',
  ref_images: 'items',
  video_urls: 'urls',
  ref_videos: 'items',
  audio_urls: 'urls',
  callback_url: 'text',
  callback_events: 'list',
};

/** Fields that hold media; a request with one of them follows its media's aspect ratio. */
export const MEDIA_FIELDS: readonly string[] = Object.keys(REQUEST_FIELDS).filter((field) =>
  ['url', 'urls', 'items'].includes(REQUEST_FIELDS[field] ?? ''),
);

/** Fields that say who is told, not what is made. */
const TOLD_FIELDS: readonly string[] = ['callback_url', 'callback_events'];

/** What is made: a request without the fields that say who is told. Two requests that are equal so are one identity. */
export function whatIsMade(request: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(request).filter(([field]) => !TOLD_FIELDS.includes(field)));
}
