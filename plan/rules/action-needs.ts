import type { ApiProfile } from '../api-profile.ts';
import type { JsonObject } from '../json.ts';
import { type Finding, isDeferred, isGiven, mapsOf, type Rule } from './rule.ts';

/** What each action needs (seed page, "Mode Cheat Sheet"), rules 17–24 (23 beside 4, in root.ts). */
export const ACTION_RULES: readonly Rule[] = [
  // Middle frames alone are what rule 31 warns of: the page shows them so, and has no action of their own.
  needs(17, 'image2video', 'first_frame_image', (r) => isGiven(r.first_frame_image) || isGiven(r.mid_frame_images)),
  needs(18, 'first_last_frame', 'first_frame_image and last_frame_image', (r) => {
    return isGiven(r.first_frame_image) && isGiven(r.last_frame_image);
  }),
  needs(19, 'reference', 'ref_images', (r, { imageUrlsAreReference }) => {
    return isGiven(r.ref_images) || (imageUrlsAreReference && isGiven(r.image_urls));
  }),
  needs(
    20,
    'reference_video',
    'ref_videos with type: reference',
    // One of type extend is what rule 24 says.
    (r) => hasRefVideo(r, 'reference') || hasRefVideo(r, 'extend') || isGiven(r.video_urls),
  ),
  needs(21, 'reference_audio', 'audio_urls, or ref_images with an audio_url', (r) => {
    return (
      isGiven(r.audio_urls) ||
      isDeferred(r.ref_images) ||
      mapsOf(r.ref_images).some(({ item }) => isGiven(item.audio_url))
    );
  }),
  needs(22, 'extend', 'ref_videos with type: extend', (r) => hasRefVideo(r, 'extend')),
  {
    number: 24,
    code: 'ACTION_NEEDS',
    severity: 'error',
    words: 'a reference video of type extend means action extend, and no other',
    check: (request) => {
      const extended = mapsOf(request.ref_videos).some(({ item }) => item.type === 'extend');
      if (!extended || request.action === 'extend' || isDeferred(request.action)) return [];
      return [{ path: ['action'], message: `action ${String(request.action)} against ref_videos of type extend` }];
    },
  },
];

/**
 * Rule 24's other half, asked of what the author wrote, before an action is inferred: images and videos together
 * need an action that says which leads.
 */
export function ambiguousAction(
  written: JsonObject,
): { readonly fields: readonly string[]; readonly message: string } | undefined {
  const images = IMAGES.find((field) => isGiven(written[field]));
  const videos = ['video_urls', 'ref_videos'].find((field) => isGiven(written[field]));
  if (images === undefined || videos === undefined || isGiven(written.action)) return undefined;
  return {
    fields: [images, videos],
    message: `${images} and ${videos} are both given: write an action to say which leads`,
  };
}

const IMAGES = ['image_urls', 'ref_images', 'first_frame_image', 'last_frame_image', 'mid_frame_images'];

type Met = (request: JsonObject, profile: ApiProfile) => boolean;

function needs(number: number, action: string, what: string, met: Met): Rule {
  return {
    number,
    code: 'ACTION_NEEDS',
    severity: 'error',
    words: `action ${action} needs ${what}`,
    check: (request, profile): readonly Finding[] => {
      if (request.action !== action || met(request, profile)) return [];
      return [{ path: ['action'], message: `action ${action} needs ${what}` }];
    },
  };
}

function hasRefVideo(request: JsonObject, type: string): boolean {
  if (isDeferred(request.ref_videos)) return true;
  return mapsOf(request.ref_videos).some(({ item }) => item.type === type || isDeferred(item.type));
}
