export { simulateFairness } from './fairness.ts';
export type { Mutant } from './mutant.ts';
export { simulate } from './simulate.ts';
export { simulateAll } from './simulate-all.ts';
export { Violation } from './violation.ts';
