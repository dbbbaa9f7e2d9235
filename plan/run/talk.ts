import { heldBy, nextDemand, settleLedger } from '../slots/ledger.ts';
import { pauseOf } from '../slots/trouble.ts';
import { TIMING } from '../timing.ts';
import type { Run } from './run.ts';
import { startable } from './submit.ts';
import { twinsUntil } from './twin.ts';

/** Settles the slots after an event and tells the account what it must know: one message at a time. */
export function talk(run: Run): void {
  const { state } = run;
  settleLedger(state.ledger, run.used, startable(run));
  if (askAgainAtMs(run) <= run.nowMs) state.ledger.dirty = true;
  if (run.holding || state.talk !== 'idle') return;
  const bye = state.phase === 'bye';
  if (!bye && (!state.ledger.dirty || state.phase === 'over')) return;
  const who = { key: run.who.key, id: run.who.id, weight: run.skeleton.weight, prio: run.skeleton.priority };
  state.talk = bye ? 'saying-bye' : 'saying';
  run.commands.push({
    kind: 'say',
    demand: nextDemand(state.ledger, who, [...unsureUntil(run), ...twinsUntil(run)], bye),
  });
}

/** The demand was acknowledged; or there is no account, so one is made and told again. */
export function takeSaid(run: Run, ok: boolean): void {
  const { state } = run;
  if (state.talk !== 'saying' && state.talk !== 'saying-bye') return;
  if (ok) {
    if (state.talk === 'saying-bye') state.phase = 'over';
    state.talk = 'idle';
    state.saidMs = run.nowMs;
    return;
  }
  state.talk = 'ensuring';
  state.ledger.dirty = true;
  run.commands.push({ kind: 'ensure' });
}

/**
 * When a run that waits for its account's word asks once more, because it has no slot or is paused: the account may be
 * gone. ms since the epoch; Infinity where it need not.
 */
export function askAgainAtMs(run: Run): number {
  const { ledger, saidMs, talk: under } = run.state;
  if (pauseOf(ledger) !== undefined && under === 'idle' && ledger.seq > 0) {
    return saidMs + TIMING.pausedAskMs / run.who.speed;
  }
  const waits = ledger.want > 0 && heldBy(ledger) === 0 && under === 'idle' && ledger.seq > 0;
  return waits ? saidMs + TIMING.askAgainMs / run.who.speed : Number.POSITIVE_INFINITY;
}

export function takeEnsured(run: Run): void {
  if (run.state.talk === 'ensuring') run.state.talk = 'idle';
}

/** Until when each unsure claim occupies a slot. */
function unsureUntil(run: Run): number[] {
  return [...run.unsure].flatMap((node) => {
    const flight = run.state.flights[node];
    return flight?.slot && flight.untilMs !== undefined ? [flight.untilMs] : [];
  });
}
