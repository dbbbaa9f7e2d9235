import { type Complaint, invalid } from './complaint.ts';
import type { Generation } from './generations.ts';
import type { Json, JsonObject } from './json.ts';
import { knownFields } from './known-fields.ts';
import { mediaComplaint, needsComplaint } from './media-rules.ts';
import { MODELS, RESOLUTIONS } from './prices.ts';

/** The vendor's page as checks: the first thing that is wrong with a body, or undefined. What it does not know counts as absent. */
export function checkBody(whole: JsonObject, generation: Generation): Complaint | undefined {
  const read = knownFields(whole, generation);
  if ('complaint' in read) return read.complaint;
  const body = read.known;
  for (const [name, check] of Object.entries(FIELDS)) {
    const value = body[name];
    const message = value === undefined || value === null ? undefined : check(value, generation);
    if (message !== undefined) return invalid(name, message);
  }
  if (body.model === undefined) return invalid('model', 'model is required.');
  if (generation.promptAlways && isEmpty(body.prompt)) return invalid('prompt', 'prompt is required.');
  return mediaComplaint(body, generation) ?? needsComplaint(body, generation);
}

type Check = (value: Json, generation: Generation) => string | undefined;

const FIELDS: { readonly [name: string]: Check } = {
  model: (value) => oneOf(value, MODELS),
  action: (value, generation) => oneOf(value, generation.actions),
  prompt: (value, { promptMost = Number.POSITIVE_INFINITY }) => {
    if (typeof value !== 'string') return 'must be a string.';
    // "Up to 5000 characters": code points, so that an emoji counts once.
    return [...value].length > promptMost ? `must have at most ${promptMost} characters.` : undefined;
  },
  aspect_ratio: (value, generation) => oneOf(value, generation.aspectRatios),
  resolution: (value) => oneOf(typeof value === 'string' ? value.toLowerCase() : value, RESOLUTIONS),
  duration: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 3 && value <= 15
      ? undefined
      : 'must be an integer from 3 to 15.',
  prompt_optimizer: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false.'),
  image_urls: urls,
  video_urls: urls,
  audio_urls: urls,
  first_frame_image: url,
  last_frame_image: url,
  end_frame_image: url,
  callback_url: url,
  callback_events: (value) =>
    list(value) ??
    items(value)
      .find((event) => !EVENTS.includes(String(event)))
      ?.toString()
      .concat(': no such event.'),
};

const EVENTS = ['queued', 'running', 'succeeded', 'failed'];
function oneOf(value: Json, allowed: readonly string[]): string | undefined {
  return typeof value === 'string' && allowed.includes(value) ? undefined : `must be one of ${allowed.join(', ')}.`;
}

function urls(value: Json): string | undefined {
  return (
    list(value) ??
    items(value)
      .map(url)
      .find((message) => message !== undefined)
  );
}

function url(value: Json): string | undefined {
  return typeof value === 'string' && /^https?:\/\/\S+$/.test(value) ? undefined : 'must be an http(s) URL.';
}

function list(value: Json): string | undefined {
  return Array.isArray(value) ? undefined : 'must be a list.';
}

function items(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function isEmpty(value: Json | undefined): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
