/** What changed between the generations of the vendor's documentation, as data. Sources: the vendor's pages. */
export type Generation = {
  readonly name: 'qingbo-seed-2026-04' | 'qingbo-2026-06' | 'qingbo-2026-09' | 'simulator';
  readonly actions: readonly string[];
  readonly aspectRatios: readonly string[];
  readonly resolutionDefault: string;
  readonly promptAlways: boolean;
  readonly unknownFields: 'ignored' | 'refused';
  readonly idempotency: 'honour' | 'ignore';
  readonly linkLifeMs: number;
  readonly costs: boolean;
  readonly billingStatus: boolean;
  /** The image with which the video ends has another name since September. */
  readonly lastFrameField: string;
};

const DAY_MS = 24 * 60 * 60 * 1000;
const FIVE_RATIOS = ['16:9', '9:16', '4:3', '3:4', '1:1'];

const seed: Generation = {
  name: 'qingbo-seed-2026-04',
  actions: ['generate', 'image2video', 'first_last_frame', 'reference', 'reference_video', 'reference_audio', 'extend'],
  aspectRatios: FIVE_RATIOS,
  resolutionDefault: '720p',
  promptAlways: false,
  unknownFields: 'ignored',
  idempotency: 'ignore',
  linkLifeMs: DAY_MS,
  costs: false,
  billingStatus: false,
  lastFrameField: 'last_frame_image',
};

const june: Generation = {
  ...seed,
  name: 'qingbo-2026-06',
  actions: ['generate'],
  aspectRatios: ['16:9', '9:16', '1:1'],
  promptAlways: true,
  idempotency: 'honour',
  costs: true,
};

/** By API profile; `simulator` is the seed page with honoured keys and with costs. */
export const GENERATIONS: { readonly [name in Generation['name']]: Generation } = {
  'qingbo-seed-2026-04': seed,
  'qingbo-2026-06': june,
  'qingbo-2026-09': {
    ...june,
    name: 'qingbo-2026-09',
    aspectRatios: FIVE_RATIOS,
    resolutionDefault: '1080p',
    unknownFields: 'refused',
    linkLifeMs: 7 * DAY_MS,
    billingStatus: true,
    lastFrameField: 'end_frame_image',
  },
  simulator: { ...seed, name: 'simulator', idempotency: 'honour', costs: true },
};
