const MB = 1_000_000;
const IMAGE = { kinds: ['jpg', 'png', 'webp'], bytesMax: 30 * MB } as const;
// Containers round, and measuring ends at a whole frame.
const TOLERANCE = 0.05;
const AUDIO = { kinds: ['wav', 'mp3'], bytesMax: 15 * MB, seconds: { min: 3, max: 30, tolerance: TOLERANCE } } as const;

/** What files may be (seed page, "Resource Limits"). */
export const SEED_MEDIA = {
  frame: IMAGE,
  'reference-image': IMAGE,
  'reference-video': {
    kinds: ['mp4', 'mov'],
    bytesMax: 100 * MB,
    seconds: { min: 2, max: 30, tolerance: TOLERANCE },
  },
  audio: AUDIO,
  'bound-audio': AUDIO,
} as const;

/** What files may be since September 2026: a reference clip of 1 to 10 s, audio of a reference image up to 15 s. */
export const SEPTEMBER_MEDIA = {
  ...SEED_MEDIA,
  'reference-video': { ...SEED_MEDIA['reference-video'], seconds: { min: 1, max: 10, tolerance: TOLERANCE } },
  'bound-audio': { ...AUDIO, seconds: { ...AUDIO.seconds, max: 15 } },
} as const;
