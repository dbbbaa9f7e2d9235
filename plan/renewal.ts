import type { Renewal } from './account-view.ts';
import { TIMING } from './timing.ts';

/** What is known of an execution when it is asked whether it should be continued as new. */
export type Execution = {
  readonly events: number;
  readonly signals: number;
  readonly ageMs: number;
  /** Nothing is under way that a new execution could not take up. */
  readonly quiet: boolean;
};

/** `renew`: now; `hold`: begin nothing vital any more, so that a good moment comes; `go`: not yet. */
export function renewalOf(execution: Execution, renewal: Renewal): 'go' | 'hold' | 'renew' {
  if (execution.ageMs < TIMING.renewNotBeforeMs) return 'go';
  const isLong = execution.events >= renewal.events || execution.signals >= renewal.signals;
  if (isLong && execution.quiet) return 'renew';
  return execution.events >= renewal.force || execution.signals >= renewal.signals * 2 ? 'hold' : 'go';
}
