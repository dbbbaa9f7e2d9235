/** What a field of a request holds: decides which text may become a number or a boolean, and where URLs stand. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'media';

/** Every field of the language's requests: the vendor's own names (seed page, "Common Parameters"). */
export const REQUEST_FIELDS: { readonly [field: string]: FieldKind } = {
  model: 'text',
  action: 'text',
  prompt: 'text',
  aspect_ratio: 'text',
  resolution: 'text',
  duration: 'number',
  prompt_optimizer: 'boolean',
  first_frame_image: 'media',
  last_frame_image: 'media',
  mid_frame_images: 'media',
  image_urls: 'media',
  ref_images: 'media',
  video_urls: 'media',
  ref_videos: 'media',
  audio_urls: 'media',
};

/** Fields that hold media; a request with one of them follows its media's aspect ratio. */
export const MEDIA_FIELDS: readonly string[] = Object.keys(REQUEST_FIELDS).filter(
  (field) => REQUEST_FIELDS[field] === 'media',
);
