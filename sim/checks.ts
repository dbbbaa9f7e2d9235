import type { RunCommand, RunEvent, RunMachine, RunState } from '../plan/run/index.ts';
import type { Skeleton } from '../plan/skeleton.ts';
import { pauseOf } from '../plan/slots/trouble.ts';
import { answersOf } from './check-answers.ts';
import { checkBegin, checkBounds, checkEnd } from './check-results.ts';
import type { Faults } from './faults.ts';
import { Violation } from './violation.ts';

type Watch = (event: RunEvent, commands: readonly RunCommand[], machine: RunMachine) => void;

/** Looks at a run after each event: money, order, cancels, pauses, states that must stay. Throws a Violation. */
export function watchRun(skeleton: Skeleton, faults: Faults): Watch {
  const answers = answersOf(skeleton);
  /** Nodes that were sent before and not judged anew since. */
  const known = new Set<number>();
  let isCancelled = false;
  let before = '';
  return (event, commands, machine) => {
    isCancelled ||= event.kind === 'cancel' && event.request.nodes === undefined;
    const state = machine.carry();
    answers.hear(event, before);
    checkReserved(state);
    checkStaying(before, state.states);
    checkBounds(state, skeleton.bounds);
    checkEnd(machine, state, skeleton);
    // What an execution takes up again was begun before.
    const begun = commands.filter((command) => !('node' in command && before[command.node] === 'd'));
    for (const command of begun) {
      checkBegin(command, state, skeleton, 'node' in command && known.has(command.node));
      answers.check(command, state.states);
    }
    for (const node of known) if (state.states[node] === 'w') known.delete(node);
    for (const command of begun) if (command.kind === 'submit') known.add(command.node);
    // A recovery that follows from the word that a claim may be sent again is a sending, too.
    const isAgain = event.kind === 'resolved' && event.outcome.kind === 'resend';
    const sent = commands.some(({ kind }) => kind === 'submit' || (isAgain && kind === 'recover'));
    if (sent && isCancelled) throw new Violation('I6', 'a submit after a cancel');
    const pause = pauseOf(state.ledger);
    if (sent && pause !== undefined) throw new Violation('I6', `a submit while ${pause.code}`);
    if (sent || !mayExceed(faults)) checkLimit(state, skeleton);
    before = state.states;
  };
}

/** What the vendor bills beyond the price, or what nobody can name, may go above the limit; nothing more is sent then. */
function mayExceed({ oddBill, oddEnd, resend }: Faults): boolean {
  return oddBill > 0 || oddEnd > 0 || resend;
}

/** Nothing is sent whose reservation would go above the limit. */
function checkLimit({ money, limit }: RunState, skeleton: Skeleton): void {
  const most = limit ?? skeleton.limit;
  if (most !== null && money.reserved + money.spent > most) {
    throw new Violation('I12', `${money.reserved} reserved and ${money.spent} spent of ${most}`);
  }
}

/** What is reserved is the sum of what flights and twins reserve, and no amount falls below 0. */
function checkReserved({ money, flights, twins = {} }: RunState): void {
  const all = [...Object.values(flights), ...Object.values(twins)];
  const sum = all.reduce((total, { reserved }) => total + reserved, 0);
  if (sum !== money.reserved) throw new Violation('I3', `${money.reserved} reserved, ${sum} by what is under way`);
  if (money.reserved < 0 || money.spent < 0) throw new Violation('I3', `money below 0: ${JSON.stringify(money)}`);
}

/** What is done stays done. */
function checkStaying(before: string, now: string): void {
  if (before === now) return;
  for (let node = 0; node < before.length; node += 1) {
    if (before[node] === 'D' && now[node] !== 'D')
      throw new Violation('I8', `node ${node} was done and is ${now[node]}`);
  }
}
