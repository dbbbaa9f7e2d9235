import type { ApiProfile } from '../api-profile.ts';
import { SEPTEMBER_MEDIA } from './media-limits.ts';
import { QINGBO_SEED } from './qingbo-seed.ts';

const { promptMax: _noNumber, ...seed } = QINGBO_SEED;

/** The vendor's documentation of September 2026: another base URL, `end_frame_image`, links that live 7 days. */
export const QINGBO_2026_09: ApiProfile = {
  ...seed,
  name: 'qingbo-2026-09',
  baseUrl: 'https://api.qingbo.ai/v1',
  actions: ['generate', 'image2video', 'first_last_frame', 'reference', 'reference_video', 'reference_audio'],
  promptAlways: true,
  refImages: {
    items: 3,
    image: { items: 3, urls: { min: 1, max: 5 } },
    grid: { items: 1, urls: { min: 1, max: 1 } },
  },
  midFrames: { max: 6, timeStampOptional: true },
  tagPrefix: '@',
  videoUrlsResolutions: ['480p', '720p'],
  videoUrlsDecideDuration: true,
  media: SEPTEMBER_MEDIA,
  // A tag occurs in the prompt; one video; tags begin with @; reference images are of one type, audio on `image` only.
  severities: { 38: 'error', 42: 'error', 51: 'error', 52: 'error', 53: 'error', 54: 'error', 55: 'warning' },
  tellsBalance: true,
  idempotency: { honoured: true, windowMs: 24 * 60 * 60 * 1000 },
  linkLifeMs: 7 * 24 * 60 * 60 * 1000,
  wireNames: { last_frame_image: 'end_frame_image' },
  without: ['ref_videos'],
  instead: { ref_videos: 'video_urls' },
  wireAction: 'generate',
};
