export { bootMs } from './key-age.ts';
export { makeActivities } from './make-activities.ts';
export { type Pulse, temporalPulse } from './pulse.ts';
export type { Account, ActivityOptions, Clock, Engine, Log } from './world.ts';
