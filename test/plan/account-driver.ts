import type { AccountCommand, AccountEvent } from '../../plan/account/index.ts';
import { accountAlarmMs, applyToAccount, newAccountState } from '../../plan/account/index.ts';
import type { Lease } from '../../plan/slots/messages.ts';
import type { Trouble } from '../../plan/slots/trouble.ts';

export const NOW = 1_000_000;

/** An account with two runs, by hand; what was told stands in `leases`. */
export function openAccount() {
  const state = newAccountState('e1', 5);
  const leases: Lease[] = [];
  let nowMs = NOW;
  let seq = 0;
  const feed = (event: AccountEvent): AccountCommand[] => {
    const commands = applyToAccount(state, event, nowMs, 1);
    const told = commands.flatMap((command) => {
      if (command.kind !== 'tell') return [];
      leases.push(command.lease);
      return feed({ kind: 'told', key: command.lease.to, ok: true });
    });
    return [...commands, ...told];
  };
  const say = (key: string, want: number, trouble?: Trouble & { count: number }) => {
    seq += 1;
    const { granted = 0, returned = 0 } = state.runs[key] ?? {};
    const epoch = granted > 0 ? 'e1' : '';
    const base = { key, id: `run/${key}`, seq, want, granted, returned, epoch, weight: 1, prio: 0, unsure: [] };
    return feed({ kind: 'demand', demand: { ...base, bye: false, ...(trouble === undefined ? {} : { trouble }) } });
  };
  feed({ kind: 'start' });
  feed({ kind: 'census', census: { runs: {} } });
  say('a', 3);
  say('b', 2);
  const last = (key: string) => leases.filter(({ to }) => to === key).at(-1);
  const pass = (ms: number) => {
    nowMs += ms;
    return feed({ kind: 'tick' });
  };
  const pauses = () => ['a', 'b'].map((key) => last(key)?.pause?.code);
  return { state, leases, feed, say, last, pass, pauses, alarm: () => accountAlarmMs(state, 1), now: () => nowMs };
}
