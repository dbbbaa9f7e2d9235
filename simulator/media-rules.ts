import { type Complaint, invalid } from './complaint.ts';
import type { Generation } from './generations.ts';
import { isList, isObject, type Json, type JsonObject } from './json.ts';
import { refImagesComplaint, tagsComplaint, videoUrlsComplaint } from './reference-rules.ts';

/** What is wrong with the composite media fields, as the vendor's page has them. */
export function mediaComplaint(body: JsonObject, generation: Generation): Complaint | undefined {
  return (
    bothGiven(body) ??
    refImagesComplaint(body, generation) ??
    refVideos(body.ref_videos) ??
    videoUrlsComplaint(body, generation) ??
    midFrames(body, generation) ??
    tagsComplaint(body, generation)
  );
}

/** What an action lacks: an extend its source, a first frame its image. */
export function needsComplaint(body: JsonObject, generation: Generation): Complaint | undefined {
  const action = typeof body.action === 'string' ? body.action : undefined;
  const lacking = (ACTION_NEEDS[action ?? ''] ?? []).find((need) => !need.met(body, generation));
  if (lacking !== undefined) return invalid(lacking.param, `is required for action ${action}.`);
  const mediaGiven = MEDIA.some((name) => body[name] !== undefined && body[name] !== null);
  if ((action === 'generate' || !mediaGiven) && !(typeof body.prompt === 'string' && body.prompt.trim() !== '')) {
    return invalid('prompt', 'is required for text-to-video.');
  }
  return undefined;
}

const MEDIA = [
  'image_urls',
  'video_urls',
  'audio_urls',
  'first_frame_image',
  'mid_frame_images',
  'ref_images',
  'ref_videos',
];

type Need = { readonly param: string; readonly met: (body: JsonObject, generation: Generation) => boolean };

const firstFrame: Need = {
  param: 'first_frame_image',
  // The page shows middle frames without a first one.
  met: (body) => typeof body.first_frame_image === 'string' || some(body.mid_frame_images),
};
const ACTION_NEEDS: { readonly [action: string]: readonly Need[] } = {
  image2video: [firstFrame],
  first_last_frame: [
    firstFrame,
    { param: 'last_frame_image', met: (body, { lastFrameField }) => typeof body[lastFrameField] === 'string' },
  ],
  reference: [{ param: 'ref_images', met: (body) => some(body.ref_images) || some(body.image_urls) }],
  reference_video: [
    { param: 'ref_videos', met: (body) => hasType(body.ref_videos, 'reference') || some(body.video_urls) },
  ],
  reference_audio: [{ param: 'audio_urls', met: (body) => some(body.audio_urls) || boundAudio(body) }],
  extend: [{ param: 'ref_videos', met: (body) => hasType(body.ref_videos, 'extend') }],
};

function bothGiven(body: JsonObject): Complaint | undefined {
  if (some(body.image_urls) && some(body.ref_images)) return invalid('image_urls', 'give image_urls or ref_images.');
  if (some(body.video_urls) && some(body.ref_videos)) return invalid('video_urls', 'give video_urls or ref_videos.');
  if (some(body.audio_urls) && boundAudio(body)) return invalid('audio_urls', 'give audio_urls or audio_url.');
  return undefined;
}

function refVideos(value: Json | undefined): Complaint | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isList(value) || value.length > 1) return invalid('ref_videos', 'must be a list of up to 1 item.');
  for (const item of value) {
    if (!isObject(item) || !isText(item.tag)) return invalid('ref_videos', 'tag is required.');
    if (item.type !== 'reference' && item.type !== 'extend') {
      return invalid('ref_videos', 'type must be reference or extend.');
    }
    if (!isText(item.video_url) || !/^https?:\/\//.test(item.video_url)) {
      return invalid('ref_videos', 'video_url must be an http(s) URL.');
    }
  }
  return undefined;
}

function midFrames(body: JsonObject, { openTimeStamps, defaults }: Generation): Complaint | undefined {
  const value = body.mid_frame_images;
  if (value === undefined || value === null) return undefined;
  if (!isList(value) || value.length > 6) return invalid('mid_frame_images', 'must be a list of up to 6 items.');
  const seconds = typeof body.duration === 'number' ? body.duration : defaults.duration;
  let last = 0;
  for (const item of value) {
    if (!isObject(item) || !isText(item.tag) || !isText(item.image_url)) {
      return invalid('mid_frame_images', 'tag and image_url are required.');
    }
    const stamp = item.time_stamp;
    if (openTimeStamps && (stamp === undefined || stamp === -1)) continue;
    if (typeof stamp !== 'number' || !(stamp > last && stamp < seconds)) {
      return invalid('mid_frame_images', `time_stamp must lie in (0, ${seconds}) and be strictly increasing.`);
    }
    last = stamp;
  }
  return undefined;
}

function hasType(value: Json | undefined, type: string): boolean {
  return isList(value) && value.some((item) => isObject(item) && item.type === type);
}

function boundAudio(body: JsonObject): boolean {
  return isList(body.ref_images) && body.ref_images.some((item) => isObject(item) && isText(item.audio_url));
}

function some(value: Json | undefined): boolean {
  return isList(value) && value.length > 0;
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
