export type { LedgerTask, LedgerView } from './control/ledger-view.ts';
export type { Fault, FaultAction, Match, Op } from './faults/fault.ts';
export { SIMULATOR_FLAGS } from './flags.ts';
export type { EventName } from './journal.ts';
export { priceOf } from './prices.ts';
export { runSimulator } from './run-simulator.ts';
export type { Settings } from './settings.ts';
export { type Simulator, type SimulatorOptions, startSimulator } from './start-simulator.ts';
export type { StatsView } from './stats.ts';
