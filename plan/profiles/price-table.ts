/**
 * Quota units per second of video (seed page, "Pricing": USD × 500,000; every price is a whole number of units).
 * plain: the "Standard" column; reference: "With Video Reference".
 */
export const PRICES = {
  'skyreels-v4-fast': {
    '480p': { plain: 34_000, reference: 63_750 },
    '720p': { plain: 46_750, reference: 85_000 },
    '1080p': { plain: 116_875, reference: 212_500 },
  },
  'skyreels-v4-std': {
    '480p': { plain: 46_750, reference: 76_500 },
    '720p': { plain: 59_500, reference: 106_250 },
    '1080p': { plain: 148_750, reference: 265_625 },
  },
} as const;
