export type { Piece } from './inspect-part.ts';
export { type Joined, joinVideos } from './join-videos.ts';
export { type LookedAt, lookAt } from './look-at.ts';
export { type Measured, measure } from './measure.ts';
export type { MediaFailure } from './media-failure.ts';
export { type Tail, type TailLimits, tailStart } from './tail-start.ts';
