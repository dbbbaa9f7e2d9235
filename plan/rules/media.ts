import type { ApiProfile } from '../api-profile.ts';
import type { Json, JsonObject } from '../json.ts';
import { type FieldPath, type Finding, listed, mapsOf } from './rule.ts';

/** What a file is used as; its place in the request decides. */
export type MediaUse = 'frame' | 'reference-image' | 'reference-video' | 'audio' | 'bound-audio';

/**
 * What is known of a file that somebody looked at. `kind`: what its bytes say it is, in lower case (`jpg`, `png`,
 * `webp`, `mp4`, `mov`, `wav`, `mp3`, or whatever else it is); `seconds`: measured, absent where it has no length or
 * nobody measured it.
 */
export type MediaFacts = { readonly kind: string; readonly bytes: number; readonly seconds?: number };

/** What one use of a file may be. `tolerance`: seconds, since containers round. */
export type MediaLimits = {
  readonly kinds: readonly string[];
  readonly bytesMax: number;
  readonly seconds?: { readonly min: number; readonly max: number; readonly tolerance: number };
};

/** A rule about a file's bytes: it can be asked only where the file can be looked at. */
export type MediaRule = {
  readonly number: number;
  readonly code: 'MEDIA_FILE';
  readonly severity: 'error';
  readonly words: string;
  readonly use: MediaUse;
};

/** The vendor's rules about files (seed page, "Resource Limits"). The numbers come from the API profile's `media`. */
export const MEDIA_RULES: readonly MediaRule[] = [
  rule(25, 'frame', 'a frame is JPG, PNG or WEBP, at most 30 MB'),
  rule(35, 'reference-image', 'a reference image is JPG, PNG or WEBP, at most 30 MB'),
  rule(36, 'bound-audio', 'the audio of a reference image is WAV or MP3, at most 15 MB, 3 to 30 s'),
  rule(41, 'reference-video', 'a reference video is MP4 or MOV, at most 100 MB, 2 to 30 s'),
  rule(43, 'audio', 'audio is WAV or MP3, at most 15 MB, 3 to 30 s'),
];

/** A medium in a request: where it stands, what it is used as, and its text: a URL, a path or `sha256:<hex>`. */
export type Medium = { readonly path: FieldPath; readonly use: MediaUse; readonly text: string };

/** Every medium that a request names, in the order of its fields; what is not known yet is passed over. */
export function mediaIn(request: JsonObject): readonly Medium[] {
  return [
    ...texts('frame', ['first_frame_image'], request.first_frame_image),
    ...texts('frame', ['last_frame_image'], request.last_frame_image),
    ...within(request, 'mid_frame_images', 'image_url', 'frame'),
    ...texts('reference-image', ['image_urls'], request.image_urls),
    ...within(request, 'ref_images', 'image_urls', 'reference-image'),
    ...within(request, 'ref_images', 'audio_url', 'bound-audio'),
    ...texts('reference-video', ['video_urls'], request.video_urls),
    ...within(request, 'ref_videos', 'video_url', 'reference-video'),
    ...texts('audio', ['audio_urls'], request.audio_urls),
  ];
}

/** A rule about files that a file breaks, and how. */
export type MediaViolation = Finding & Pick<MediaRule, 'code' | 'severity'> & { readonly rule: number };

/**
 * What is wrong with a file used so, by this API profile. Call it wherever a file can be looked at: a local file before
 * anything is paid, a held one before it is sent. `path` is where the file stands in the request.
 */
export function checkMedia(
  { use, path }: Pick<Medium, 'use' | 'path'>,
  facts: MediaFacts,
  { media }: Pick<ApiProfile, 'media'>,
): readonly MediaViolation[] {
  const limits = media[use];
  return MEDIA_RULES.filter((candidate) => candidate.use === use).flatMap(({ number, code, severity }) =>
    messages(facts, limits).map((message) => ({ path, message, rule: number, code, severity })),
  );
}

/** Asks `factsOf` about every medium of a request (undefined: it cannot be looked at) and checks those it knows. */
export function checkRequestMedia(
  request: JsonObject,
  profile: Pick<ApiProfile, 'media'>,
  factsOf: (medium: Medium) => MediaFacts | undefined,
): readonly MediaViolation[] {
  return mediaIn(request).flatMap((medium) => {
    const facts = factsOf(medium);
    return facts === undefined ? [] : checkMedia(medium, facts, profile);
  });
}

function messages({ kind, bytes, seconds }: MediaFacts, limits: MediaLimits): readonly string[] {
  const { kinds, bytesMax, seconds: allowed } = limits;
  const isLong = seconds !== undefined && allowed !== undefined;
  return [
    ...(kinds.includes(kind) ? [] : [`the file is ${kind}; allowed: ${listed(kinds)}`]),
    ...(bytes <= bytesMax ? [] : [`the file has ${megabytes(bytes)} MB; at most ${megabytes(bytesMax)} are allowed`]),
    ...(isLong && (seconds < allowed.min - allowed.tolerance || seconds > allowed.max + allowed.tolerance)
      ? [`the file has ${seconds.toFixed(2)} s; ${allowed.min} to ${allowed.max} s are allowed`]
      : []),
  ];
}

/** 10^6 bytes, the stricter reading of the page's MB; rounded up, so that one byte too many shows. */
function megabytes(bytes: number): number {
  return Math.ceil(bytes / 10_000) / 100;
}

function texts(use: MediaUse, path: FieldPath, value: Json | undefined): readonly Medium[] {
  if (typeof value === 'string') return [{ path, use, text: value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: Json, index) =>
    typeof item === 'string' ? [{ path: [...path, index], use, text: item }] : [],
  );
}

function within(request: JsonObject, list: string, field: string, use: MediaUse): readonly Medium[] {
  return mapsOf(request[list]).flatMap(({ index, item }) => texts(use, [list, index, field], item[field]));
}

function rule(number: number, use: MediaUse, words: string): MediaRule {
  return { number, code: 'MEDIA_FILE', severity: 'error', words, use };
}
