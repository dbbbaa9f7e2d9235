import type { AccountCommand, AccountEvent } from '../../plan/account/index.ts';
import { applyToAccount, newAccountState } from '../../plan/account/index.ts';
import type { Demand } from '../../plan/slots/messages.ts';

/** An account by hand: every lease is acknowledged; `held` says who has how many slots. */
export function openAccount(limit = 5) {
  const state = newAccountState('e1', limit);
  let nowMs = 1_000_000;
  let seq = 0;
  const feed = (event: AccountEvent): AccountCommand[] => {
    const commands = applyToAccount(state, event, nowMs, 1);
    const told = commands.flatMap((command) =>
      command.kind === 'tell' ? feed({ kind: 'told', key: command.lease.to, ok: true }) : [],
    );
    return [...commands, ...told];
  };
  const demand = (key: string, change: Partial<Demand> = {}) => {
    seq += 1;
    const run = state.runs[key];
    const numbers = { granted: run?.granted ?? 0, returned: run?.returned ?? 0, epoch: run === undefined ? '' : 'e1' };
    const base = { key, id: `run/${key}`, seq, want: 0, weight: 1, prio: 0, unsure: [], bye: false };
    return feed({ kind: 'demand', demand: { ...base, ...numbers, ...change } });
  };
  const giveBack = (key: string, want: number) => {
    const { returned = 0, weight = 1, prio = 0 } = state.runs[key] ?? {};
    return demand(key, { want, weight, prio, returned: returned + 1 });
  };
  const held = () =>
    Object.fromEntries(Object.entries(state.runs).map(([key, run]) => [key, run.granted - run.returned]));
  const pass = (ms: number) => {
    nowMs += ms;
    return feed({ kind: 'tick' });
  };
  return { state, feed, demand, giveBack, held, pass, now: () => nowMs };
}

/** One that knows what is still open: nothing. */
export function counted(limit = 5) {
  const account = openAccount(limit);
  account.feed({ kind: 'start' });
  account.feed({ kind: 'census', census: { runs: {} } });
  return account;
}
