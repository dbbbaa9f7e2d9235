import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { QUERY_PROGRESS } from '../plan/recorded-names.ts';
import { renewalOf } from '../plan/renewal.ts';
import type { RunEvent, RunMachine, RunState } from '../plan/run/index.ts';
import { newRunState, runMachine } from '../plan/run/index.ts';
import type { ProgressQuery, RunInput, RunResult, RunView } from '../plan/run-view.ts';
import { RENEWAL } from '../plan/timing.ts';
import { openAlarm } from './alarm.ts';
import { loadSkeleton } from './load-skeleton.ts';
import { orFail } from './or-fail.ts';
import { carryOut } from './run-commands.ts';
import { listen } from './run-signals.ts';
import { openWaits } from './waits.ts';

/** A run whose state was carried over: only this workflow writes it, so its shape is known. */
type CarriedInput = RunInput & { readonly state?: RunState };

/**
 * One run of one pipeline. Signals and activities only note events down; one loop, which no cancel reaches, applies
 * them to the machine and carries its commands out.
 */
export async function run(input: CarriedInput): Promise<RunResult> {
  const inbox: RunEvent[] = [{ kind: 'start' }];
  const live: Live = { input, inbox, signals: 0, startedMs: Date.now() };
  listen(
    (event) => inbox.push(event),
    () => {
      live.signals += 1;
    },
  );
  setHandler(defineQuery<RunView, [ProgressQuery]>(QUERY_PROGRESS), (query) => viewOf(live, query));
  return CancellationScope.nonCancellable(() => work(live));
}

/** One execution of a run. */
type Live = {
  readonly input: CarriedInput;
  readonly inbox: RunEvent[];
  readonly startedMs: number;
  signals: number;
  machine?: RunMachine;
};

async function work(live: Live): Promise<RunResult> {
  const { input, inbox } = live;
  const { workflowId: id, firstExecutionRunId: key } = workflowInfo();
  const note = (event: RunEvent) => void inbox.push(event);
  const waits = openWaits();
  const ring = openAlarm(waits, () => note({ kind: 'tick' }));
  const skeleton = await loadSkeleton(input.place);
  const speed = input.speed > 0 ? input.speed : 1;
  const state = input.state ?? newRunState(live.startedMs);
  const machine = orFail(() => runMachine(skeleton, { key, id, speed }, state));
  live.machine = machine;
  const apply = (event: RunEvent) => {
    const commands = orFail(() => machine.apply(event, Date.now()));
    for (const command of commands) carryOut({ place: input.place, key, waits, note }, command);
  };
  for (;;) {
    await condition(() => inbox.length > 0);
    for (let event = inbox.shift(); event !== undefined; event = inbox.shift()) apply(event);
    if (machine.isOver()) break;
    ring(machine.alarmMs());
    const next = nextStep(live, machine);
    if (next === 'hold') apply({ kind: 'hold' });
    if (next !== 'renew') continue;
    waits.letGo();
    await continueAsNew<typeof run>({ ...input, state: machine.carry() });
  }
  waits.letGo();
  return machine.result();
}

function nextStep(live: Live, machine: RunMachine): 'go' | 'hold' | 'renew' {
  const execution = {
    events: workflowInfo().historyLength,
    signals: live.signals,
    ageMs: Date.now() - live.startedMs,
    quiet: machine.isQuiet(),
  };
  return renewalOf(execution, live.input.renewal ?? RENEWAL);
}

/** Before the plan is loaded there is nothing to say but that. */
function viewOf(live: Live, query: ProgressQuery | undefined): RunView {
  const since = typeof query?.since === 'number' ? query.since : 0;
  if (live.machine !== undefined) return live.machine.view({ since });
  return {
    cursor: since,
    total: 0,
    loaded: false,
    counts: {},
    current: 0,
    changes: [],
    money: { planned: 0, reserved: 0, spent: 0, refunded: 0, limit: null },
    slots: { held: 0, used: 0, limit: 0, waiting: false },
    cancelled: false,
    startedMs: live.startedMs,
    over: false,
  };
}
