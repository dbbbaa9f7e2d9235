export { type Joined, joinVideos } from './join-videos.ts';
export { type Measured, measure } from './measure.ts';
export type { MediaFailure } from './media-failure.ts';
