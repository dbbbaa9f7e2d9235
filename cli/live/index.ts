export { eta } from './eta.ts';
export { type Clock, type Followed, type FollowOptions, follow } from './follow.ts';
export { applyView, type NodeNow, type Progress, startProgress } from './progress.ts';
export { realClock } from './real-clock.ts';
export { type ChangeLine, tellChanges } from './tell-changes.ts';
export { timeAtCap } from './time-at-cap.ts';
export type { SeenView, Unproven } from './unproven.ts';
