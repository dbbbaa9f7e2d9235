import { z } from 'zod';
import { orExpression } from './scalars.ts';

const url = z.string();
const urls = orExpression(z.array(url)).nullable().optional();

const refImage = z.strictObject({
  tag: z.string().describe('A name for the image, to be used in the prompt.'),
  type: z.string().describe('`image` (one picture) or `grid` (2 to 9 pictures that belong together).'),
  image_urls: orExpression(z.array(url)).describe('One URL with `image`, 2 to 9 with `grid`.'),
  audio_url: url.optional().describe('A voice or beat that drives this image: WAV or MP3.'),
});

const refVideo = z.strictObject({
  tag: z.string().describe('A name for the video.'),
  type: z.string().describe('`reference` (style, character, motion) or `extend` (is continued).'),
  video_url: url.describe('MP4 or MOV, 2 to 30 s.'),
});

const midFrame = z.strictObject({
  tag: z.string().describe('A name for the frame.'),
  image_url: url.describe('The picture.'),
  time_stamp: orExpression(z.number())
    .optional()
    .describe('Seconds from the start, between 0 and the duration, rising.'),
});

/** Fields of a request that are no media: what profiles and links may hold, the prompt aside. */
export const scalarFields = {
  model: z.string().nullable().optional().describe('skyreels-v4-fast (previews) or skyreels-v4-std (final cuts).'),
  aspect_ratio: z
    .string()
    .nullable()
    .optional()
    .describe('16:9, 9:16, 4:3, 3:4 or 1:1; beside media the media decide. Default 16:9.'),
  resolution: z.string().nullable().optional().describe('480p, 720p or 1080p. Default 720p.'),
  duration: orExpression(z.number()).nullable().optional().describe('Whole seconds, 3 to 15. Default 5.'),
  prompt_optimizer: orExpression(z.boolean())
    .nullable()
    .optional()
    .describe('Let the vendor rewrite the prompt. Default true.'),
};

/** Who the vendor tells; no part of what is made. */
const callbacks = {
  callback_url: url.nullable().optional().describe('URL that the vendor calls about this task. Changes nothing made.'),
  callback_events: orExpression(z.array(z.string()))
    .nullable()
    .optional()
    .describe('What it is called for: queued, running, succeeded, failed. Default succeeded and failed.'),
};

const prompt = z.string().nullable().optional().describe('What is seen: at most 5000 characters.');

/** Every field of a request: the vendor's own names. null removes what a lower layer said. */
export const requestFields = {
  ...scalarFields,
  prompt,
  action: z
    .string()
    .nullable()
    .optional()
    .describe('What the vendor does; inferred from the media where it is absent.'),
  first_frame_image: url
    .nullable()
    .optional()
    .describe('The picture that the video starts from: a URL, or a local file where a media host is configured.'),
  last_frame_image: url
    .nullable()
    .optional()
    .describe('URL of the picture that it ends with; needs first_frame_image.'),
  mid_frame_images: orExpression(z.array(midFrame)).nullable().optional().describe('Up to 6 frames in between.'),
  image_urls: urls.describe('Reference pictures, in the simple form.'),
  ref_images: orExpression(z.array(refImage)).nullable().optional().describe('Up to 6 reference pictures or grids.'),
  video_urls: urls.describe('A reference video, in the simple form.'),
  ref_videos: orExpression(z.array(refVideo))
    .nullable()
    .optional()
    .describe('At most one video to refer to or to extend.'),
  audio_urls: urls.describe('Audio that drives the picture, in the simple form.'),
  ...callbacks,
};

/** Fields that a chain and its links may write: the video that is continued is theirs to fill in. */
export const linkFields = { ...scalarFields, prompt, ...callbacks };

export const requestSchema = z.strictObject(requestFields);
