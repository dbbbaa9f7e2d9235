import type { AccountCommand, AccountEvent, AccountOrder, AccountState } from '../../../plan/account/index.ts';
import { accountAlarmMs, applyToAccount, newAccountState } from '../../../plan/account/index.ts';
import type { Demand } from '../../../plan/slots/messages.ts';
import type { Mutant } from './mutant.ts';
import type { RunProcess } from './run-process.ts';
import type { Timeline } from './timeline.ts';
import type { Vendor } from './vendor.ts';

export type AccountProcess = {
  /** A demand arrives; false: there is no account. */
  readonly demand: (demand: Demand) => boolean;
  readonly ensure: () => void;
  readonly kill: () => void;
  readonly limit: (limit: number) => void;
  readonly order: (order: AccountOrder) => void;
  readonly state: () => AccountState | undefined;
};

type Surroundings = {
  readonly time: Timeline;
  readonly random: () => number;
  readonly vendor: Vendor;
  readonly runs: () => readonly RunProcess[];
  readonly limit: number;
  readonly mutant: Mutant;
  /** Carries the state over as JSON after every event. */
  readonly renewAlways: boolean;
};

/** The account entity, its leases, census and sweep, over a network that delays, repeats and reorders. */
export function accountProcess(around: Surroundings): AccountProcess {
  const { time, random, vendor, mutant } = around;
  let state: AccountState | undefined;
  let epoch = 0;
  const net = () => (random() < 0.1 ? 300 * random() : 5 + 25 * random());

  const feed = (event: AccountEvent) => {
    if (state === undefined) return;
    mutant.beforeAccount?.(state, event);
    const commands = applyToAccount(state, event, time.now(), 1);
    mutant.afterAccount?.(state, event);
    const mine = state.epoch;
    for (const command of commands) carryOut(command, mine);
    if (around.renewAlways) state = JSON.parse(JSON.stringify(state));
    const alarm = state === undefined ? undefined : accountAlarmMs(state, 1);
    if (alarm !== undefined) time.after(alarm - time.now(), () => state?.epoch === mine && feed({ kind: 'tick' }));
  };
  const feedOf = (mine: string, event: AccountEvent) => {
    if (state?.epoch === mine) feed(event);
  };
  const carryOut = (command: AccountCommand, mine: string) => {
    switch (command.kind) {
      case 'tell': {
        const { lease, id } = command;
        const deliver = () => around.runs().some((run) => run.id === id && run.lease(lease));
        if (random() < 0.05) time.after(800 * random(), deliver);
        time.after(net(), () => {
          const ok = deliver();
          time.after(net(), () => feedOf(mine, { kind: 'told', key: lease.to, ok }));
        });
        break;
      }
      case 'check':
        time.after(net(), () => {
          const check = vendor.check();
          time.after(net(), () => feedOf(mine, check === undefined ? { kind: 'checked' } : { kind: 'checked', check }));
        });
        break;
      case 'census':
        time.after(net(), () => {
          const runs: { [key: string]: { id: string; live: number; closed: boolean } } = {};
          for (const run of around.runs()) {
            const live = vendor.openOf(run.key);
            // Files that a living run still fetches have open claims too: it counts more than the cap sees.
            const more = run.isOpen() ? Math.floor(4 * random()) : 0;
            if (run.isOpen() || live > 0) runs[run.key] = { id: run.id, live: live + more, closed: !run.isOpen() };
          }
          time.after(net(), () => feedOf(mine, { kind: 'census', census: { runs } }));
        });
        break;
      case 'sweep':
        time.after(net(), () => {
          const probes: { [key: string]: { closed: boolean; live: number } } = {};
          for (const { key } of command.suspects) {
            const isClosed = !around.runs().some((run) => run.key === key && run.isOpen());
            if (isClosed) vendor.closed.add(key);
            probes[key] = { closed: isClosed, live: vendor.openOf(key) };
          }
          time.after(net(), () => feedOf(mine, { kind: 'probed', probes }));
        });
        break;
      default:
        command satisfies never;
    }
  };
  return {
    demand: (demand) => {
      if (state === undefined) return false;
      feed({ kind: 'demand', demand });
      return true;
    },
    ensure: () => {
      if (state !== undefined) return;
      epoch += 1;
      state = newAccountState(`epoch-${epoch}`, around.limit);
      feed({ kind: 'start' });
    },
    kill: () => {
      state = undefined;
    },
    order: (order) => feed({ kind: 'order', order }),
    limit: (limit) => feed({ kind: 'limit', limit }),
    state: () => state,
  };
}
