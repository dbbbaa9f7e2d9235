/**
 * The vendor's prices in quota units per second (500,000 = 1 USD), from its page on the SkyReels V4 series.
 * Written a second time on purpose: the bill and the estimate come from two tables, and a test compares them.
 */
const PRICES: { readonly [model: string]: { readonly [resolution: string]: readonly [plain: number, video: number] } } =
  {
    'skyreels-v4-fast': {
      '480p': [34_000, 63_750],
      '720p': [46_750, 85_000],
      '1080p': [116_875, 212_500],
    },
    'skyreels-v4-std': {
      '480p': [46_750, 76_500],
      '720p': [59_500, 106_250],
      '1080p': [148_750, 265_625],
    },
  };

/** The models that have a price. */
export const MODELS: readonly string[] = Object.keys(PRICES);

/** The resolutions that have a price. */
export const RESOLUTIONS: readonly string[] = ['480p', '720p', '1080p'];

/** The price of a task in quota units, or undefined where none is configured. */
export function priceOf(task: {
  readonly model: string;
  readonly resolution: string;
  readonly seconds: number;
  readonly videoReference: boolean;
}): number | undefined {
  const pair = PRICES[task.model]?.[task.resolution];
  return pair === undefined ? undefined : pair[task.videoReference ? 1 : 0] * task.seconds;
}
