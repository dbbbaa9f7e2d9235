/** A thing that the vendor's page says: where, what, which keys of a pipeline say it, which rules and tests keep it. */
export type PageItem = {
  readonly section: string;
  readonly item: string;
  /** Keys under `with:` unless another place is named. */
  readonly keys: readonly string[];
  readonly rules: readonly number[];
  /** Beside the cases of its rules. */
  readonly tests?: readonly string[];
  readonly remark?: string;
};

const BODIES = 'test/vendor-page/wire-bodies.test.ts';
const SNIPPETS = 'test/vendor-page/snippets.test.ts';
const TABLES = 'test/language/vendor-tables.test.ts';
const FILES = 'test/plan/media-rules.test.ts';
const CHAINS = 'test/plan/chain-lengths.test.ts';
const PIPELINES = 'test/e2e/pipelines.test.ts';
const SHOWN = 'test/e2e/page-pipelines.test.ts';

/** The vendor's page of April 2026 from its top to its end. */
export const PAGE_ITEMS: readonly PageItem[] = [
  ...section('Introduction', [
    ['two tiers with the same parameters', ['model'], [1, 11], [PIPELINES], 'draft in fast, promote to std'],
    ['std takes about 1.5 to 2 times as long', [], [], [TABLES], 'estimates of time'],
  ]),
  ...section('Pricing', [
    ['per second, by model and resolution', [], [45], [TABLES]],
    ['with video reference', [], [46, 47], [TABLES]],
  ]),
  ...section('Examples', [
    ['the body that is submitted', [], [], [SNIPPETS]],
    ['the answer to a submit; GET /v1/tasks/{task_id}', [], [], ['test/activities/submit-answers.test.ts']],
  ]),
  ...section('Mode Cheat Sheet', [
    ['text-to-video', ['action: generate', 'prompt'], [4, 23], [BODIES]],
    ['image-to-video', ['action: image2video', 'first_frame_image'], [17], [BODIES]],
    ['first/last frame inpainting', ['action: first_last_frame', 'last_frame_image'], [18, 26], [BODIES, SHOWN]],
    ['multi-image reference (Omni)', ['action: reference', 'ref_images'], [19], [BODIES]],
    ['video reference', ['action: reference_video', 'ref_videos[].type: reference'], [20], [BODIES]],
    ['video extension', ['action: extend', 'ref_videos[].type: extend', 'uses: chain'], [22, 24], [BODIES, PIPELINES]],
    ['audio-driven', ['action: reference_audio', 'audio_urls'], [21], [BODIES, SHOWN]],
    ['the backend auto-routes', ['action'], [24], [BODIES], 'inferred where absent, and always sent'],
  ]),
  ...section('Common Parameters', [
    ['model', ['model'], [1]],
    ['action', ['action'], [2, 24]],
    ['prompt', ['prompt'], [3, 4, 23]],
    ['aspect_ratio', ['aspect_ratio'], [5, 6]],
    ['resolution', ['resolution'], [7]],
    ['duration', ['duration'], [8]],
    ['image_urls', ['image_urls'], [14, 39, 50], [BODIES]],
    ['first_frame_image', ['first_frame_image'], [17, 25, 50], [BODIES]],
    ['last_frame_image', ['last_frame_image'], [18, 25, 26, 50], [BODIES]],
    ['video_urls', ['video_urls'], [15, 41, 42, 47, 50], [BODIES]],
    ['audio_urls', ['audio_urls'], [16, 43, 44, 50], [BODIES]],
    ['callback_url', ['callback_url'], [13], [BODIES], 'no part of what is made: no identity changes'],
    ['callback_events', ['callback_events'], [12], [BODIES]],
  ]),
  ...section('Model-Specific Parameters', [
    ['ref_images', ['ref_images'], [14, 32], [SNIPPETS, BODIES]],
    ['ref_videos', ['ref_videos'], [15, 40], [SNIPPETS, BODIES]],
    ['mid_frame_images', ['mid_frame_images'], [27, 31], [SNIPPETS, BODIES]],
    ['prompt_optimizer', ['prompt_optimizer'], [10], [SHOWN]],
  ]),
  ...section('Composite Field Reference', [
    ['ref_images: tag', ['ref_images[].tag'], [32, 37, 38]],
    ['ref_images: type', ['ref_images[].type'], [32]],
    ['ref_images: image_urls', ['ref_images[].image_urls'], [33, 34, 35, 50]],
    ['ref_images: audio_url', ['ref_images[].audio_url'], [16, 36, 50], [SHOWN]],
    ['ref_videos: tag', ['ref_videos[].tag'], [40]],
    ['ref_videos: type', ['ref_videos[].type'], [24, 40]],
    ['ref_videos: video_url', ['ref_videos[].video_url'], [41, 50]],
    ['the new video is appended to the source', ['uses: chain'], [41], [CHAINS, SHOWN], 'found out by measuring'],
    ['ref_videos: surcharge', [], [46], [TABLES]],
    ['mid_frame_images: tag', ['mid_frame_images[].tag'], [28]],
    ['mid_frame_images: image_url', ['mid_frame_images[].image_url'], [28, 50]],
    ['mid_frame_images: time_stamp', ['mid_frame_images[].time_stamp'], [28, 29, 30]],
    ['the three snippets', [], [], [SNIPPETS]],
  ]),
  ...section('Prompt Writing Tips', [
    ['camera, pacing, style', ['prompt'], [], [], 'for the writer'],
    ['no negative_prompt', ['negative_prompt'], [9], [], 'a problem of its own'],
    ['name the tags in the prompt', ['ref_images[].tag'], [38]],
  ]),
  ...section('Resource Limits', [
    ['ref_images: 6 items, 2 to 9 images, 30 MB', ['ref_images'], [32, 34, 35], [FILES]],
    ['ref_videos: 1 item, MP4/MOV, 100 MB, 2 to 30 s', ['ref_videos'], [40, 41], [FILES, CHAINS]],
    ['mid_frame_images: 6 items, rising', ['mid_frame_images'], [27, 29, 30]],
    ['audio: WAV/MP3, 15 MB, 3 to 30 s', ['audio_urls', 'ref_images[].audio_url'], [36, 43], [FILES]],
    ['frames: JPG/PNG/WEBP, 30 MB', ['first_frame_image', 'last_frame_image'], [25], [FILES]],
    ['output: MP4, link of 24 h', [], [49], ['test/activities/download.test.ts', 'test/simulator/links.test.ts']],
    ['5 queued tasks', [], [48], ['test/simulator/cap.test.ts', PIPELINES], 'slots of the account'],
  ]),
];

type Row = readonly [
  item: string,
  keys: readonly string[],
  rules: readonly number[],
  tests?: readonly string[],
  remark?: string,
];

function section(name: string, rows: readonly Row[]): readonly PageItem[] {
  return rows.map(([item, keys, rules, tests, remark]) => ({
    ...{ section: name, item, keys, rules },
    ...(tests === undefined ? {} : { tests }),
    ...(remark === undefined ? {} : { remark }),
  }));
}
