import type { ApiProfile } from '../api-profile.ts';
import { QINGBO_SEED } from './qingbo-seed.ts';

/** The vendor's documentation of June 2026: one action, no composite media fields, Idempotency-Key for 24 h. */
export const QINGBO_2026_06: ApiProfile = {
  ...QINGBO_SEED,
  name: 'qingbo-2026-06',
  actions: ['generate', 'image2video', 'reference', 'reference_video', 'reference_audio'],
  aspectRatios: ['16:9', '9:16', '1:1'],
  promptAlways: true,
  tellsBalance: true,
  idempotency: { honoured: true, windowMs: 24 * 60 * 60 * 1000 },
  without: ['last_frame_image', 'mid_frame_images', 'ref_images', 'ref_videos'],
  instead: { ref_images: 'image_urls', ref_videos: 'video_urls' },
  wireAction: 'generate',
};
