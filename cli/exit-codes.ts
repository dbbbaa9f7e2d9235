import { FAILURES } from '../plan/failures.ts';
import type { RunResult, RunView } from '../plan/run-view.ts';

/** Every exit code of `dailies` and what it means. The reference is generated from it. */
export const EXIT_CODES = {
  0: 'done',
  2: 'finished, with failed or cancelled nodes',
  3: 'finished, with unsure nodes that a person must decide',
  4: 'the budget is used up',
  64: 'the command was typed wrongly, or asks a question where nobody can answer',
  65: 'a file is invalid: the pipeline, its data, its lock or picks file',
  69: 'the engine or the vendor is out of reach',
  70: 'a bug of ours',
  73: 'a file or folder cannot be written',
  75: 'not finished, and it can go on: paused, blocked, left running, waiting for a person, another run is open',
  77: 'the vendor refused the key',
  78: 'the configuration is wrong, or a key is missing',
  130: 'interrupted or answered no before anything was started',
} as const satisfies { readonly [code: number]: string };
export type ExitCode = keyof typeof EXIT_CODES;

const RESULT_EXITS = {
  done: 0,
  failed: 2,
  unsure: 3,
  'over-budget': 4,
  cancelled: 2,
  blocked: 75,
} as const satisfies { readonly [state in RunResult['state']]: ExitCode };

/** The exit code of a run that ended. */
export function exitOfResult(result: Pick<RunResult, 'state'>): ExitCode {
  return RESULT_EXITS[result.state];
}

/** The exit code when following stopped before the run ended: why it stands still, else 75. */
export function exitOfView(view: Pick<RunView, 'paused'>): ExitCode {
  if (view.paused === undefined) return 75;
  const { exit } = FAILURES[view.paused];
  // 2 and 3 say "finished", which a paused run is not.
  return exit === 2 || exit === 3 ? 75 : exit;
}
