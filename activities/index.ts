export type { Callbacks } from './callback-fields.ts';
export { type CallbackListener, listenForCallbacks } from './callback-listener.ts';
export { type CallbackTokens, createCallbackTokens, withoutTokens } from './callback-token.ts';
export { createHandOn } from './hand-callback-on.ts';
export { createHints } from './hints.ts';
export { bootMs } from './key-age.ts';
export { makeActivities } from './make-activities.ts';
export { type Pulse, temporalPulse } from './pulse.ts';
export type { Account, ActivityOptions, Clock, Engine, Log } from './world.ts';
