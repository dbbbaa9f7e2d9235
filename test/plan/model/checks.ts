import type { RunCommand, RunMachine, RunState } from '../../../plan/run/index.ts';
import type { Skeleton } from '../../../plan/skeleton.ts';
import { pauseOf } from '../../../plan/slots/trouble.ts';
import { checkBegin } from './check-results.ts';

/** Money is never reserved or spent above the limit (I12), and no amount falls below 0. */
export function checkMoney(machine: RunMachine): void {
  const { money } = machine.carry();
  const limit = machine.view({ since: Number.MAX_SAFE_INTEGER }).money.limit;
  if (limit !== null && money.reserved + money.spent > limit) {
    throw new Error(`I12: ${money.reserved} reserved and ${money.spent} spent of ${limit}`);
  }
  if (money.reserved < 0 || money.spent < 0) throw new Error(`money below 0: ${JSON.stringify(money)}`);
}

/** No submit while the account is paused: the machine has heard of it in this event at the latest. */
function checkPause(command: RunCommand, state: RunState): void {
  const pause = pauseOf(state.ledger);
  if (command.kind === 'submit' && pause !== undefined) throw new Error(`a submit while ${pause.code}`);
}

/** No submit after a cancel (I6), none before what the node needs (I7). */
export function checkCommand(command: RunCommand, machine: RunMachine, skeleton: Skeleton, isCancelled: boolean): void {
  if (command.kind !== 'submit' && command.kind !== 'concat') return;
  const state = machine.carry();
  checkPause(command, state);
  if (command.kind === 'submit' && isCancelled) throw new Error('I6: a submit after a cancel');
  checkBegin(command, state, skeleton);
}
