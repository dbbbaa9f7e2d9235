import type { ApiProfile } from '../api-profile.ts';
import { ACTIONS } from '../request.ts';
import { SEED_MEDIA } from './media-limits.ts';
import { PRICES } from './price-table.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The vendor's page of April 2026 (the seed page); the default. */
export const QINGBO_SEED: ApiProfile = {
  name: 'qingbo-seed-2026-04',
  provider: 'qingbo',
  baseUrl: 'https://www.qingbo.dev/v1',
  knownHosts: ['www.qingbo.dev', 'qingbo.dev', 'api.qingbo.ai'],
  resultHosts: ['*.qingbo.dev', '*.qingbo.ai', '*.skyreels.ai'],
  models: ['skyreels-v4-fast', 'skyreels-v4-std'],
  actions: ACTIONS,
  aspectRatios: ['16:9', '9:16', '4:3', '3:4', '1:1'],
  resolutions: ['480p', '720p', '1080p'],
  duration: { min: 3, max: 15 },
  promptMax: 5000,
  promptAlways: false,
  refImages: {
    items: 6,
    image: { items: 6, urls: { min: 1, max: 1 } },
    grid: { items: 6, urls: { min: 2, max: 9 } },
  },
  midFrames: { max: 6, timeStampOptional: false },
  videoUrlsDecideDuration: false,
  imageUrlsAreReference: true,
  severities: {},
  priceOf: PRICES,
  videoUrlsAreReference: true,
  // The page is silent about Idempotency-Key: it is sent, but nothing is built on it.
  idempotency: { honoured: false, windowMs: DAY_MS },
  onAmbiguous: 'hold',
  taskLifeMs: DAY_MS,
  linkLifeMs: DAY_MS,
  extendOutput: 'detect',
  extendSource: { min: 2, max: 30, tolerance: 0.05 },
  media: SEED_MEDIA,
  contentRefusals: ['moderat', 'content (policy|safety|review)', 'sensitive', 'prohibited', 'nsfw', 'violat'],
  tellsBalance: false,
  wireNames: {},
  without: [],
  instead: {},
};
