export type { RunCommand, RunEvent } from './events.ts';
export type { RunMachine } from './machine.ts';
export { runMachine } from './machine.ts';
export type { RunIdentity } from './run.ts';
export type { RunState } from './state.ts';
export { newRunState } from './state.ts';
