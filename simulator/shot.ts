import type { Complaint } from './complaint.ts';
import type { Generation } from './generations.ts';
import { isList, isObject, type Json, type JsonObject } from './json.ts';
import { knownFields } from './known-fields.ts';
import { checkBody } from './rules.ts';

/** What a submitted body asks for, with the vendor's defaults filled in. */
export type Shot = {
  readonly model: string;
  readonly action: string;
  readonly prompt: string;
  readonly aspectRatio: string;
  readonly resolution: string;
  readonly seconds: number;
  /** The reference column of the price list applies. */
  readonly videoReference: boolean;
  readonly extendUrl?: string;
  readonly callbackUrl?: string;
  readonly callbackEvents: readonly string[];
};

/** Reads a body as the vendor would: the shot, or the first complaint. */
export function readShot(
  whole: Json | undefined,
  generation: Generation,
): { readonly shot: Shot } | { readonly complaint: Complaint } {
  if (!isObject(whole)) {
    return { complaint: { code: 'invalid_request', message: 'The body must be a JSON object.' } };
  }
  const complaint = checkBody(whole, generation);
  if (complaint !== undefined) return { complaint };
  const read = knownFields(whole, generation);
  if ('complaint' in read) return read;
  const body = read.known;
  const extendUrl = extendSource(body);
  return {
    shot: {
      model: text(body, 'model', ''),
      action: text(body, 'action', routedAction(body, generation)),
      prompt: text(body, 'prompt', ''),
      aspectRatio: text(body, 'aspect_ratio', generation.defaults.aspectRatio),
      resolution: text(body, 'resolution', generation.defaults.resolution).toLowerCase(),
      seconds: secondsOf(body, generation),
      videoReference: hasItems(body.ref_videos) || hasItems(body.video_urls),
      ...(extendUrl === undefined ? {} : { extendUrl }),
      ...(typeof body.callback_url === 'string' ? { callbackUrl: body.callback_url } : {}),
      callbackEvents: isList(body.callback_events) ? body.callback_events.map(String) : ['succeeded', 'failed'],
    },
  };
}

/** Where a clip decides, its length is not known here: the longest that it may have is taken, and billed. */
function secondsOf(body: JsonObject, { defaults, videoUrls }: Generation): number {
  if (videoUrls.seconds !== undefined && hasItems(body.video_urls)) return videoUrls.seconds;
  return typeof body.duration === 'number' ? body.duration : defaults.duration;
}

/** "The backend auto-routes based on the media fields you supply." */
function routedAction(body: JsonObject, { lastFrameField }: Generation): string {
  if (extendSource(body) !== undefined) return 'extend';
  if (hasItems(body.ref_videos) || hasItems(body.video_urls)) return 'reference_video';
  if (hasItems(body.audio_urls)) return 'reference_audio';
  if (hasItems(body.ref_images) || hasItems(body.image_urls)) return 'reference';
  if (body.first_frame_image !== undefined) {
    return body[lastFrameField] === undefined ? 'image2video' : 'first_last_frame';
  }
  return 'generate';
}

function extendSource(body: JsonObject): string | undefined {
  if (!isList(body.ref_videos)) return undefined;
  const item = body.ref_videos.find((video) => isObject(video) && video.type === 'extend');
  return isObject(item) && typeof item.video_url === 'string' ? item.video_url : undefined;
}

function text(body: JsonObject, name: string, otherwise: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : otherwise;
}

function hasItems(value: Json | undefined): boolean {
  return isList(value) && value.length > 0;
}
