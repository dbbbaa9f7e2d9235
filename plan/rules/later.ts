import { isGiven, listed, mapsOf, type Rule, textIn } from './rule.ts';
import { tagsIn } from './tags.ts';

/**
 * What later generations of the vendor's documentation ask for and the seed page does not: off unless the API profile
 * turns them on. Numbers above 50.
 */
export const LATER_RULES: readonly Rule[] = [
  {
    number: 51,
    code: 'TAG_FORM',
    severity: 'off',
    words: 'tags begin with @',
    check: (request, { tagPrefix = '', name }) =>
      [...tagsIn(request), ...tagsIn(request, 'mid_frame_images')]
        .filter(({ tag }) => !tag.startsWith(tagPrefix))
        .map(({ path, tag }) => {
          const hint = `write ${tagPrefix}${tag}, in the prompt, too`;
          return {
            path,
            message: `by the API profile ${name} tags begin with ${tagPrefix}, but "${tag}" was found`,
            hint,
          };
        }),
  },
  {
    number: 52,
    code: 'REF_IMAGES',
    severity: 'off',
    words: 'all reference images are of one type',
    check: (request, { name }) => {
      const types = new Set(mapsOf(request.ref_images).flatMap(({ item }) => textIn(item, 'type') ?? []));
      if (types.size < 2) return [];
      return [{ path: ['ref_images'], message: `by the API profile ${name} all reference images are of one type` }];
    },
  },
  {
    number: 53,
    code: 'REF_IMAGES',
    severity: 'off',
    words: 'only a reference image of type image has an audio_url',
    check: (request, { name }) =>
      mapsOf(request.ref_images)
        .filter(({ item }) => item.type === 'grid' && isGiven(item.audio_url))
        .map(({ index }) => ({
          path: ['ref_images', index, 'audio_url'],
          message: `by the API profile ${name} only type image has an audio_url`,
        })),
  },
  {
    number: 54,
    code: 'VIDEO_URLS',
    severity: 'off',
    words: 'beside video_urls only some resolutions are allowed',
    check: (request, { videoUrlsResolutions: allowed, name }) => {
      const resolution = textIn(request, 'resolution');
      if (!isGiven(request.video_urls) || resolution === undefined || allowed === undefined) return [];
      if (allowed.includes(resolution)) return [];
      const message = `by the API profile ${name} video_urls takes ${listed(allowed)}, but ${resolution} was found`;
      return [{ path: ['resolution'], message }];
    },
  },
  {
    number: 55,
    code: 'DURATION_NO_EFFECT',
    severity: 'off',
    words: 'duration has no effect beside video_urls',
    check: (request, { name }) => {
      if (!isGiven(request.video_urls) || !isGiven(request.duration)) return [];
      const message = `by the API profile ${name} duration has no effect beside video_urls: the clip's length counts`;
      return [{ path: ['duration'], message }];
    },
  },
];
