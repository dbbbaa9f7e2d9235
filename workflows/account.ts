import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { AccountCommand, AccountEvent, AccountState } from '../plan/account/index.ts';
import { accountAlarmMs, applyToAccount, newAccountState, viewAccount } from '../plan/account/index.ts';
import type { AccountInput, AccountView } from '../plan/account-view.ts';
import { QUERY_ACCOUNT, SIGNAL_DEMAND, SIGNAL_LEASE, SIGNAL_LIMIT, SIGNAL_ORDER } from '../plan/recorded-names.ts';
import { renewalOf } from '../plan/renewal.ts';
import { readDemand } from '../plan/slots/messages.ts';
import { RENEWAL } from '../plan/timing.ts';
import { openAlarm } from './alarm.ts';
import { orFail } from './or-fail.ts';
import { census, checkAccount, sweep } from './proxies.ts';
import { keep, openWaits, type Waits } from './waits.ts';

/** An account whose state was carried over: only this workflow writes it, so its shape is known. */
type CarriedInput = AccountInput & { readonly state?: AccountState };

/** One account for ever: it owns the cap and leases slots to runs. Everything is decided by the machine in plan/. */
export async function account(input: CarriedInput): Promise<void> {
  const { firstExecutionRunId: epoch } = workflowInfo();
  const live: Live = {
    input,
    state: input.state ?? newAccountState(epoch, input.limit),
    inbox: [{ kind: 'start' }],
    startedMs: Date.now(),
    signals: 0,
    telling: 0,
  };
  listen(live);
  setHandler(defineQuery<AccountView>(QUERY_ACCOUNT), () => viewAccount(live.state, input.speed));
  return CancellationScope.nonCancellable(() => work(live));
}

/** One execution of an account. */
type Live = {
  readonly input: CarriedInput;
  readonly state: AccountState;
  readonly inbox: AccountEvent[];
  readonly startedMs: number;
  signals: number;
  /** Leases that are not acknowledged: one that is under way when the execution ends would be lost. */
  telling: number;
};

function listen(live: Live): void {
  setHandler(defineSignal<[unknown]>(SIGNAL_DEMAND), (payload) => {
    live.signals += 1;
    const demand = readDemand(payload);
    if (demand !== undefined) live.inbox.push({ kind: 'demand', demand });
  });
  setHandler(defineSignal<[unknown]>(SIGNAL_ORDER), (order) => {
    live.signals += 1;
    live.inbox.push({ kind: 'order', order });
  });
  setHandler(defineSignal<[unknown]>(SIGNAL_LIMIT), (payload) => {
    live.signals += 1;
    const isBag = typeof payload === 'object' && payload !== null && 'limit' in payload;
    if (isBag && typeof payload.limit === 'number') live.inbox.push({ kind: 'limit', limit: payload.limit });
  });
}

async function work(live: Live): Promise<void> {
  const { input, state, inbox } = live;
  const waits = openWaits();
  const ring = openAlarm(waits, () => void inbox.push({ kind: 'tick' }));
  const speed = input.speed > 0 ? input.speed : 1;
  const apply = (event: AccountEvent) => {
    const commands = orFail(() => applyToAccount(state, event, Date.now(), speed));
    for (const command of commands) carryOut(live, waits, command);
  };
  for (;;) {
    await condition(() => inbox.length > 0);
    for (let event = inbox.shift(); event !== undefined; event = inbox.shift()) apply(event);
    ring(accountAlarmMs(state, speed));
    const next = nextStep(live);
    if (next === 'hold') apply({ kind: 'hold' });
    if (next !== 'renew') continue;
    waits.letGo();
    await continueAsNew<typeof account>({ ...input, state });
  }
}

function nextStep(live: Live): 'go' | 'hold' | 'renew' {
  const execution = {
    events: workflowInfo().historyLength,
    signals: live.signals,
    ageMs: Date.now() - live.startedMs,
    quiet: live.telling === 0,
  };
  return renewalOf(execution, live.input.renewal ?? RENEWAL);
}

function carryOut(live: Live, waits: Waits, command: AccountCommand): void {
  const { inbox, input } = live;
  switch (command.kind) {
    case 'tell': {
      live.telling += 1;
      const { lease, id } = command;
      const told = (ok: boolean) => {
        live.telling -= 1;
        inbox.push({ kind: 'told', key: lease.to, ok });
      };
      keep(
        () => getExternalWorkflowHandle(id).signal(SIGNAL_LEASE, lease),
        ({ ok }) => told(ok),
      );
      break;
    }
    case 'census':
      waits.begin(
        'census',
        () => census({ account: input.account }),
        (end) => inbox.push(end.ok ? { kind: 'census', census: end.value } : { kind: 'census-broke' }),
      );
      break;
    case 'check':
      waits.begin(
        'check',
        () => checkAccount({ account: input.account }),
        (end) => inbox.push(end.ok ? { kind: 'checked', check: end.value } : { kind: 'checked' }),
      );
      break;
    case 'sweep':
      waits.begin(
        'sweep',
        () => sweep({ account: input.account, suspects: command.suspects }),
        (end) => inbox.push(end.ok ? { kind: 'probed', probes: end.value } : { kind: 'sweep-broke' }),
      );
      break;
    default:
      command satisfies never;
  }
}
