import type { AccountEvent, AccountState } from '../plan/account/index.ts';
import type { RunEvent, RunState } from '../plan/run/index.ts';

/** A deliberate mistake, laid over the real transitions from outside: each must be caught by the model. */
export type Mutant = {
  readonly beforeAccount?: (state: AccountState, event: AccountEvent) => void;
  readonly afterAccount?: (state: AccountState, event: AccountEvent) => void;
  /** What the run hears instead. */
  readonly mishear?: (event: RunEvent) => RunEvent;
  readonly beforeRun?: (state: RunState, event: RunEvent) => void;
  readonly afterRun?: (state: RunState, event: RunEvent) => void;
};
