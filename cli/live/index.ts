export { type Clock, type Followed, type FollowOptions, follow } from './follow.ts';
export { forecastOfRun } from './forecast-of-run.ts';
export { applyView, type NodeNow, type Progress, startProgress } from './progress.ts';
export { realClock } from './real-clock.ts';
export { type ChangeLine, tellChanges } from './tell-changes.ts';
export type { SeenView, Unproven } from './unproven.ts';
