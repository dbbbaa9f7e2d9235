import type { AccountCommand, AccountEvent, AccountOrder, AccountState } from '../plan/account/index.ts';
import { accountAlarmMs, applyToAccount, newAccountState } from '../plan/account/index.ts';
import type { Demand } from '../plan/slots/messages.ts';
import type { Bills } from './bills.ts';
import type { Claims } from './claims.ts';
import type { Faults } from './faults.ts';
import type { Mutant } from './mutant.ts';
import { openNet } from './net.ts';
import type { RunProcess } from './run-process.ts';
import type { Timeline } from './timeline.ts';
import { brief, type Trace } from './trace.ts';
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
  readonly claims: Claims;
  readonly bills: Bills;
  readonly faults: Faults;
  readonly runs: () => readonly RunProcess[];
  readonly limit: number;
  readonly mutant: Mutant;
  readonly trace: Trace;
  readonly sleeps: () => number;
  /** An execution is about to end, and another one to begin. */
  readonly renewing: () => void;
};

/** Continued as new after every event it would never hear what its sweeps find. */
const MOST_RENEWALS = 0.2;

/** The account entity, its leases, census and sweep, over a bad network; continued as new while no lease is under way. */
export function accountProcess(around: Surroundings): AccountProcess {
  const { time, random, vendor, claims, faults, mutant, trace } = around;
  const net = openNet(around);
  let state: AccountState | undefined;
  let epoch = 0;
  let execution = 0;
  let telling = 0;
  let alarmAtMs: number | undefined;

  const feed = (event: AccountEvent) => {
    if (state === undefined) return;
    trace('account', () => brief(event));
    mutant.beforeAccount?.(state, event);
    const commands = applyToAccount(state, event, time.now(), 1);
    mutant.afterAccount?.(state, event);
    for (const command of commands) {
      trace('account', () => `  → ${brief(command)}`);
      carryOut(command, execution);
    }
    if (event.kind !== 'start' && telling === 0 && random() < Math.min(MOST_RENEWALS, faults.renew)) renew();
    else ring();
  };
  const renew = () => {
    around.renewing();
    state = JSON.parse(JSON.stringify(state));
    begin();
  };
  const begin = () => {
    execution += 1;
    telling = 0;
    alarmAtMs = undefined;
    feed({ kind: 'start' });
  };
  const ring = () => {
    const atMs = state === undefined ? undefined : accountAlarmMs(state, 1);
    if (atMs === undefined || atMs === alarmAtMs) return;
    alarmAtMs = atMs;
    time.after(atMs - time.now(), () => {
      if (alarmAtMs !== atMs) return;
      alarmAtMs = undefined;
      feed({ kind: 'tick' });
    });
  };
  /** What an activity brings comes only to the execution that asked for it; it may fail for good. */
  const answer = (mine: number, broke: AccountEvent, eventOf: () => AccountEvent) => {
    time.after(60 * random(), () => {
      const event = random() < faults.broke ? broke : eventOf();
      time.after(60 * random(), () => mine === execution && feed(event));
    });
  };
  const carryOut = (command: AccountCommand, mine: number) => {
    switch (command.kind) {
      case 'tell': {
        const { lease, id } = command;
        telling += 1;
        net(
          () => around.runs().some((run) => run.id === id && run.lease(lease)),
          (ok) => {
            if (mine !== execution) return;
            telling -= 1;
            feed({ kind: 'told', key: lease.to, ok });
          },
        );
        break;
      }
      case 'check':
        answer(mine, { kind: 'checked' }, () => {
          const check = vendor.check();
          return check === undefined ? { kind: 'checked' } : { kind: 'checked', check };
        });
        break;
      case 'census':
        answer(mine, { kind: 'census-broke' }, () => ({ kind: 'census', census: { runs: censusOf() } }));
        break;
      case 'sweep':
        answer(mine, { kind: 'sweep-broke' }, () => {
          const probes = Object.fromEntries(command.suspects.map(({ key }) => [key, probe(key)]));
          return { kind: 'probed', probes };
        });
        break;
      default:
        command satisfies never;
    }
  };
  const probe = (key: string) => {
    const closed = !around.runs().some((run) => run.key === key && run.isOpen());
    if (closed) claims.close(key);
    return { closed, live: claims.openOf(key) };
  };
  const censusOf = () => {
    const runs: { [key: string]: { id: string; live: number; closed: boolean } } = {};
    for (const run of around.runs()) {
      const live = claims.openOf(run.key);
      // Files that a living run still fetches have open claims too: it counts more than the cap sees.
      const more = run.isOpen() ? Math.floor(4 * random()) : 0;
      if (run.isOpen() || live > 0) runs[run.key] = { id: run.id, live: live + more, closed: !run.isOpen() };
    }
    return runs;
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
      begin();
    },
    kill: () => {
      trace('account', () => 'is terminated');
      around.bills.forgetOthers();
      state = undefined;
      execution += 1;
    },
    order: (order) => {
      if (order.do === 'resume' || order.do === 'try') around.bills.agree();
      feed({ kind: 'order', order });
    },
    limit: (limit) => feed({ kind: 'limit', limit }),
    state: () => state,
  };
}
