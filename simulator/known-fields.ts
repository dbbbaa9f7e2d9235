import type { Complaint } from './complaint.ts';
import type { Generation } from './generations.ts';
import type { JsonObject } from './json.ts';

/** Every field that some generation of the API knows. */
const FIELDS = [
  ...['model', 'action', 'prompt', 'aspect_ratio', 'resolution', 'duration', 'prompt_optimizer'],
  ...['image_urls', 'video_urls', 'audio_urls', 'first_frame_image', 'last_frame_image', 'end_frame_image'],
  ...['ref_images', 'ref_videos', 'mid_frame_images', 'callback_url', 'callback_events'],
];

/** The part of a body that a generation reads; one that refuses what it does not know complains. */
export function knownFields(
  body: JsonObject,
  { without, unknownFields }: Generation,
): { readonly known: JsonObject } | { readonly complaint: Complaint } {
  const isKnown = (name: string): boolean => FIELDS.includes(name) && !without.includes(name);
  const stranger = Object.keys(body).find((name) => !isKnown(name));
  if (stranger !== undefined && unknownFields === 'refused') {
    const message = `Unsupported parameter: ${stranger.slice(0, 80)}.`;
    return { complaint: { code: 'capability_violation', param: stranger, message } };
  }
  return { known: Object.fromEntries(Object.entries(body).filter(([name]) => isKnown(name))) };
}
