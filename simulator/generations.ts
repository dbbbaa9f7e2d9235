/** What changed between the generations of the vendor's documentation, as data. Sources: the vendor's pages. */
export type Generation = {
  readonly name: 'qingbo-seed-2026-04' | 'qingbo-2026-06' | 'qingbo-2026-09' | 'simulator';
  readonly actions: readonly string[];
  readonly aspectRatios: readonly string[];
  /** What a field that is not given counts as. */
  readonly defaults: { readonly resolution: string; readonly duration: number; readonly aspectRatio: string };
  /** A prompt is wanted with media, too; how long it may be: no number on the page where absent. */
  readonly promptAlways: boolean;
  readonly promptMost?: number;
  /** Fields of other generations that this one does not know. */
  readonly without: readonly string[];
  readonly unknownFields: 'ignored' | 'refused';
  /** The image with which the video ends has another name since September. */
  readonly lastFrameField: 'last_frame_image' | 'end_frame_image';
  readonly refImages: RefImages;
  /** Middle frames may leave their time open: -1, or none at all. */
  readonly openTimeStamps: boolean;
  /** A tag begins so and stands in the prompt; absent: as it likes. */
  readonly tagPrefix?: string;
  readonly videoUrls: VideoUrls;
  readonly idempotency: 'honour' | 'ignore';
  readonly linkLifeMs: number;
  readonly costs: boolean;
  readonly billingStatus: boolean;
};

/** How many reference images of each type there may be, and how many URLs each has: [least, most]. */
export type RefImages = {
  readonly image: { readonly items: number; readonly urls: readonly [number, number] };
  readonly grid: { readonly items: number; readonly urls: readonly [number, number] };
  readonly oneType: boolean;
  readonly audioOn: readonly string[];
};

/** Rules of `video_urls`; `seconds`: the clip's length counts, of which the longest is taken, and not `duration`. */
export type VideoUrls = {
  readonly most?: number;
  readonly resolutions?: readonly string[];
  readonly seconds?: number;
};

const DAY_MS = 24 * 60 * 60 * 1000;
const FIVE_RATIOS = ['16:9', '9:16', '4:3', '3:4', '1:1'];

const seed: Generation = {
  name: 'qingbo-seed-2026-04',
  actions: ['generate', 'image2video', 'first_last_frame', 'reference', 'reference_video', 'reference_audio', 'extend'],
  aspectRatios: FIVE_RATIOS,
  defaults: { resolution: '720p', duration: 5, aspectRatio: '16:9' },
  promptAlways: false,
  promptMost: 5000,
  without: ['end_frame_image'],
  unknownFields: 'ignored',
  lastFrameField: 'last_frame_image',
  refImages: {
    image: { items: 6, urls: [1, 1] },
    grid: { items: 6, urls: [2, 9] },
    oneType: false,
    audioOn: ['image', 'grid'],
  },
  openTimeStamps: false,
  videoUrls: {},
  idempotency: 'ignore',
  linkLifeMs: DAY_MS,
  costs: false,
  billingStatus: false,
};

const june: Generation = {
  ...seed,
  name: 'qingbo-2026-06',
  actions: ['generate'],
  aspectRatios: ['16:9', '9:16', '1:1'],
  promptAlways: true,
  without: ['last_frame_image', 'end_frame_image', 'mid_frame_images', 'ref_images', 'ref_videos'],
  idempotency: 'honour',
  // "24 h to 3 days, see expires_at".
  linkLifeMs: 3 * DAY_MS,
  costs: true,
};

const { promptMost: _noNumber, ...juneOpen } = june;
const september: Generation = {
  ...juneOpen,
  name: 'qingbo-2026-09',
  aspectRatios: FIVE_RATIOS,
  defaults: { ...june.defaults, resolution: '1080p' },
  without: ['last_frame_image', 'ref_videos'],
  unknownFields: 'refused',
  lastFrameField: 'end_frame_image',
  refImages: {
    image: { items: 3, urls: [1, 5] },
    grid: { items: 1, urls: [1, 1] },
    oneType: true,
    audioOn: ['image'],
  },
  openTimeStamps: true,
  tagPrefix: '@',
  videoUrls: { most: 1, resolutions: ['480p', '720p'], seconds: 10 },
  linkLifeMs: 7 * DAY_MS,
  billingStatus: true,
};

/** By API profile; `simulator` is the seed page with honoured keys and with costs. */
export const GENERATIONS: { readonly [name in Generation['name']]: Generation } = {
  'qingbo-seed-2026-04': seed,
  'qingbo-2026-06': june,
  'qingbo-2026-09': september,
  simulator: { ...seed, name: 'simulator', idempotency: 'honour', costs: true },
};
