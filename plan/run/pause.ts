import type { FailureCode } from '../failures.ts';
import { takeLease } from '../slots/ledger.ts';
import type { Lease } from '../slots/messages.ts';
import { isTrouble, pauseOf, reportTrouble, type Trouble } from '../slots/trouble.ts';
import type { Run } from './run.ts';
import type { Flight } from './state.ts';

/**
 * Something stands in the way of everything. What the vendor has against the account is the account's to say and to
 * end; the rest pauses this run until a person acts. Returns how what met it is parked.
 */
export function pauseFor(run: Run, code: FailureCode, more: Omit<Trouble, 'code'> = {}): NonNullable<Flight['parked']> {
  if (isTrouble(code)) {
    reportTrouble(run.state.ledger, { code, ...more });
    return 'account';
  }
  run.state.paused = code;
  return true;
}

/** Takes a lease; true where the account goes on after a pause, so that what was parked for it is taken up. */
export function takeWord(run: Run, lease: Lease): boolean {
  const { ledger } = run.state;
  const before = pauseOf(ledger);
  takeLease(ledger, lease, run.who.key, run.used);
  return before !== undefined && pauseOf(ledger) === undefined;
}
