import type { ApiProfile } from '../api-profile.ts';
import { QINGBO_SEED } from './qingbo-seed.ts';

/** The vendor's documentation of September 2026: another base URL, `end_frame_image`, links that live 7 days. */
export const QINGBO_2026_09: ApiProfile = {
  ...QINGBO_SEED,
  name: 'qingbo-2026-09',
  baseUrl: 'https://api.qingbo.ai/v1',
  actions: ['generate', 'image2video', 'first_last_frame', 'reference', 'reference_video', 'reference_audio'],
  idempotency: { honoured: true, windowMs: 24 * 60 * 60 * 1000 },
  linkLifeMs: 7 * 24 * 60 * 60 * 1000,
  wireNames: { last_frame_image: 'end_frame_image' },
  without: ['ref_videos'],
  wireAction: 'generate',
};
