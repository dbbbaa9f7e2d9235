import type { ApiProfile } from './api-profile.ts';
import type { JsonObject } from './json.ts';
import type { Quota } from './quota.ts';

/**
 * The estimated price of a request in quota units: units per second × duration. Where model, resolution or duration
 * are not known yet (deferred), the dearest that the profile allows; 0 for what the profile has no price for.
 */
export function priceOf(request: JsonObject, profile: ApiProfile): Quota {
  const column = usesVideoReference(request, profile) ? 'reference' : 'plain';
  const perSecond = pricedModels(request, profile)
    .flatMap((model) => pricedResolutions(request, profile).map((r) => profile.priceOf[model]?.[r]?.[column] ?? 0))
    .reduce((dearest, price) => Math.max(dearest, price), 0);
  return perSecond * paidSeconds(request, profile);
}

/** True if the "With Video Reference" column applies: ref_videos holds any item (seed page), or video_urls by profile. */
export function usesVideoReference(request: JsonObject, profile: ApiProfile): boolean {
  if (isFilled(request.ref_videos)) return true;
  return profile.videoUrlsAreReference && isFilled(request.video_urls);
}

/** Seconds that are paid for: the duration; the longest allowed where it, or the clip that decides it, is not known. */
export function paidSeconds(request: JsonObject, profile: ApiProfile): number {
  if (isDecidedByClip(request, profile)) return profile.media['reference-video'].seconds?.max ?? profile.duration.max;
  return typeof request.duration === 'number' ? request.duration : profile.duration.max;
}

/** True if what decides the price is not known: a field only at submit, or the length of a clip. */
export function isPriceDeferred(request: JsonObject, profile: ApiProfile): boolean {
  if (isDecidedByClip(request, profile)) return true;
  return ['model', 'resolution', 'duration'].some((field) => typeof request[field] === 'object');
}

/**
 * Estimated wall time of a render in ms at the vendor's usual speed. The vendor names no times but that std takes
 * 1.5–2 times as long as fast (seed page, "Tier"); the rest is an estimate.
 */
export function renderMsOf(request: JsonObject): number {
  const seconds = typeof request.duration === 'number' ? request.duration : 5;
  const size = RESOLUTION_WEIGHT[String(request.resolution)] ?? 1;
  const tier = request.model === 'skyreels-v4-std' ? STD_WEIGHT : 1;
  return Math.round((BASE_MS + seconds * MS_PER_SECOND * size) * tier);
}

const BASE_MS = 30_000;
const MS_PER_SECOND = 6_000;
const STD_WEIGHT = 1.75;
const RESOLUTION_WEIGHT: { readonly [resolution: string]: number } = { '480p': 0.7, '720p': 1, '1080p': 2 };

function isDecidedByClip(request: JsonObject, profile: ApiProfile): boolean {
  return profile.videoUrlsDecideDuration && isFilled(request.video_urls);
}

function pricedModels(request: JsonObject, profile: ApiProfile): readonly string[] {
  return typeof request.model === 'string' ? [request.model] : Object.keys(profile.priceOf);
}

function pricedResolutions(request: JsonObject, profile: ApiProfile): readonly string[] {
  return typeof request.resolution === 'string' ? [request.resolution] : profile.resolutions;
}

function isFilled(value: JsonObject[string] | undefined): boolean {
  if (value === undefined || value === null) return false;
  return !Array.isArray(value) || value.length > 0;
}
