import type { RunCommand, RunEvent, RunMachine } from '../plan/run/index.ts';
import { newRunState, runMachine } from '../plan/run/index.ts';
import type { Skeleton } from '../plan/skeleton.ts';
import type { Lease } from '../plan/slots/messages.ts';
import type { AccountProcess } from './account-process.ts';
import type { Bills } from './bills.ts';
import { watchRun } from './checks.ts';
import type { Claims } from './claims.ts';
import type { Faults } from './faults.ts';
import type { Mutant } from './mutant.ts';
import { runErrands } from './run-errands.ts';
import type { Timeline } from './timeline.ts';
import { brief, type Trace } from './trace.ts';
import type { Vendor } from './vendor.ts';

export type RunProcess = {
  readonly key: string;
  readonly pipeline: string;
  readonly id: string;
  readonly skeleton: Skeleton;
  readonly machine: () => RunMachine;
  readonly feed: (event: RunEvent) => void;
  /** True if the lease was delivered. */
  readonly lease: (lease: Lease) => boolean;
  readonly isOpen: () => boolean;
  readonly kill: () => void;
  readonly wasKilled: () => boolean;
  /** Commands in order, for comparing two ways through the same events. */
  readonly log: string[];
};

/** What a run works in. */
export type Surroundings = {
  readonly time: Timeline;
  readonly random: () => number;
  readonly vendor: Vendor;
  readonly claims: Claims;
  readonly bills: Bills;
  readonly faults: Faults;
  readonly account: () => AccountProcess;
  readonly mutant: Mutant;
  readonly trace: Trace;
  readonly sleeps: () => number;
  /** An execution is about to end, and another one to begin. */
  readonly renewing: () => void;
};

/** Keeps a node waiting forever is worse than any fault: an execution that must end is renewed at its next quiet moment. */
const HOLD = 0.01;

/** A run workflow: its machine, its waits, its continue-as-new, its signals over a bad network. */
export function runProcess(key: string, pipeline: string, skeleton: Skeleton, around: Surroundings): RunProcess {
  const { time, random, faults, mutant, trace } = around;
  const who = { key, id: `run/${pipeline}`, speed: 1 };
  const log: string[] = [];
  let machine = runMachine(skeleton, who, newRunState(time.now()));
  let killed = false;
  let execution = 0;
  let holding = false;
  let alarmAtMs: number | undefined;
  const watch = watchRun(skeleton, faults);
  const isOpen = () => !killed && !machine.isOver();

  const feed = (event: RunEvent) => {
    if (!isOpen()) return;
    trace(key, () => brief(event));
    mutant.beforeRun?.(machine.carry(), event);
    const commands = machine.apply(mutant.mishear?.(event) ?? event, time.now());
    mutant.afterRun?.(machine.carry(), event);
    for (const command of commands) trace(key, () => `  → ${brief(command)}`);
    watch(event, commands, machine);
    around.bills.watch(key, event, commands);
    for (const command of commands) begin(command);
    ring();
    if (event.kind !== 'start' && machine.isQuiet() && (holding || random() < faults.renew)) renew();
    else if (!holding && event.kind !== 'start' && random() < HOLD * Math.min(1, faults.renew * 50)) {
      holding = true;
      feed({ kind: 'hold' });
    }
  };
  const begin = (command: RunCommand) => {
    log.push(`${command.kind} ${'node' in command ? command.node : ''}`);
    errands(command);
  };
  const ring = () => {
    const atMs = machine.alarmMs();
    if (atMs === undefined || atMs === alarmAtMs) return;
    alarmAtMs = atMs;
    time.after(atMs - time.now(), () => {
      if (alarmAtMs === atMs) alarmAtMs = undefined;
      feed({ kind: 'tick' });
    });
  };
  const renew = () => {
    around.renewing();
    execution += 1;
    holding = false;
    trace(key, () => 'is continued as new');
    machine = runMachine(skeleton, who, JSON.parse(JSON.stringify(machine.carry())));
    feed({ kind: 'start' });
  };
  const errands = runErrands({
    ...around,
    key,
    pipeline,
    skeleton,
    feed,
    machine: () => machine,
    execution: () => execution,
  });
  return {
    key,
    pipeline,
    id: who.id,
    skeleton,
    machine: () => machine,
    feed,
    isOpen,
    log,
    lease: (message) => {
      if (!isOpen() || message.to !== key) return isOpen();
      feed({ kind: 'lease', lease: message });
      return true;
    },
    kill: () => {
      if (isOpen()) trace(key, () => 'is terminated');
      if (isOpen()) around.bills.forgetOthers();
      killed ||= isOpen();
    },
    wasKilled: () => killed,
  };
}
