import type { PickOutcome } from '../../../plan/outcome.ts';
import type { RunCommand, RunEvent, RunMachine } from '../../../plan/run/index.ts';
import { newRunState, runMachine } from '../../../plan/run/index.ts';
import type { Skeleton } from '../../../plan/skeleton.ts';
import type { Lease } from '../../../plan/slots/messages.ts';
import type { AccountProcess } from './account-process.ts';
import { answersOf } from './check-answers.ts';
import { checkBounds, checkEnd } from './check-results.ts';
import { checkCommand, checkMoney } from './checks.ts';
import type { Mutant } from './mutant.ts';
import type { Timeline } from './timeline.ts';
import type { Vendor } from './vendor.ts';

export type RunProcess = {
  readonly key: string;
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

type Surroundings = {
  readonly time: Timeline;
  readonly random: () => number;
  readonly vendor: Vendor;
  readonly account: () => AccountProcess;
  readonly mutant: Mutant;
  /** How likely it is continued as new after an event at which that is allowed. */
  readonly renew: number;
};

/** A run workflow: its machine, its waits, its continue-as-new, its signals over a bad network. */
export function runProcess(key: string, skeleton: Skeleton, around: Surroundings): RunProcess {
  const { time, random, vendor, mutant } = around;
  const who = { key, id: `run/${key}`, speed: 1 };
  const ask = (command: { node: number; generation: number; attempt: number }) => ({ ...command, key, pipeline: key });
  const net = () => (random() < 0.1 ? 300 * random() : 5 + 25 * random());
  const log: string[] = [];
  let machine = runMachine(skeleton, who, newRunState(time.now()));
  const answers = answersOf(skeleton);
  let killed = false;
  let isCancelled = false;
  let execution = 0;
  const awaits = new Map<number, number>();
  let awaitCount = 0;

  const feed = (event: RunEvent) => {
    if (killed || machine.isOver()) return;
    mutant.beforeRun?.(machine.carry(), event);
    answers.hear(event, machine.carry());
    isCancelled ||= event.kind === 'cancel' && event.request.nodes === undefined;
    const commands = machine.apply(mutant.mishear?.(event) ?? event, time.now());
    mutant.afterRun?.(machine.carry(), event);
    checkMoney(machine);
    checkBounds(machine, skeleton.bounds);
    checkEnd(machine, skeleton);
    for (const command of commands) {
      checkCommand(command, machine, skeleton, isCancelled);
      answers.check(command, machine.carry());
      log.push(`${command.kind} ${'node' in command ? command.node : ''}`);
      carryOut(command);
    }
    const alarm = machine.alarmMs();
    if (alarm !== undefined) time.after(alarm - time.now(), () => feed({ kind: 'tick' }));
    if (event.kind !== 'start' && machine.isQuiet() && random() < around.renew) renew();
  };
  const renew = () => {
    execution += 1;
    awaits.clear();
    machine = runMachine(skeleton, who, JSON.parse(JSON.stringify(machine.carry())));
    feed({ kind: 'start' });
  };
  /** A wait's end comes only to the execution that began it, and may come twice. */
  const wait = (delayMs: number, eventOf: () => RunEvent) => {
    const mine = execution;
    const come = () => mine === execution && feed(eventOf());
    time.after(delayMs, come);
    if (random() < 0.05) time.after(delayMs + 500 * random(), come);
  };
  const carryOut = (command: RunCommand) => {
    switch (command.kind) {
      case 'submit': {
        const { node, attempt } = command;
        const answer = (outcome: Extract<RunEvent, { kind: 'submitted' }>['outcome']) =>
          feed({ kind: 'submitted', node, attempt, outcome });
        vendor.submit(ask(command), answer, () => feed({ kind: 'submit-lost', node, attempt }));
        break;
      }
      case 'recover': {
        const { node, attempt } = command;
        vendor.recover(ask(command), (outcome) => feed({ kind: 'submitted', node, attempt, outcome }));
        break;
      }
      case 'await': {
        const { node, attempt, task, cancel, late, timeoutMs, acceptedAtMs } = command;
        awaitCount += 1;
        const mine = awaitCount;
        awaits.set(node, mine);
        const lateAtMs = late || timeoutMs === null ? null : acceptedAtMs + timeoutMs;
        vendor.awaitTask(task, cancel, lateAtMs, (outcome) => {
          if (awaits.get(node) === mine) feed({ kind: 'task', node, attempt, outcome });
        });
        break;
      }
      case 'resolve': {
        const { node, attempt, untilMs } = command;
        wait(untilMs - time.now() + 1, () => ({ kind: 'resolved', node, attempt, outcome: { kind: 'expired' } }));
        break;
      }
      case 'download':
      case 'restore':
      case 'fetch':
      case 'concat': {
        const { node, attempt, kind } = command;
        const isFull = random() < 0.03;
        wait(20 + 200 * random(), () => ({
          kind: 'file',
          node,
          attempt,
          outcome: isFull
            ? { kind: 'paused', code: 'DISK_FULL' }
            : { kind: 'saved', sha256: '', seconds: 5, cost: kind === 'download' ? 100 : 0 },
        }));
        break;
      }
      case 'ask': {
        const { node, done, first } = command;
        const choose = first ?? skeleton.picks[node]?.choose ?? 1;
        const outcome: PickOutcome =
          first !== undefined || random() < 0.5
            ? { kind: 'picked', chosen: done.slice(0, choose) }
            : { kind: 'asking' };
        wait(20, () => ({ kind: 'pick', node, outcome }));
        break;
      }
      case 'approve': {
        const roll = random();
        const kind = roll < 0.4 ? 'approved' : roll < 0.5 ? 'rejected' : 'asking';
        wait(20, () => ({ kind: 'approval', node: command.node, outcome: { kind } }));
        break;
      }
      case 'condition': {
        const { node, seen } = command;
        // As an expression would: the same for the same edges; now and then it cannot be evaluated.
        const sum = node + [...seen].filter((state) => state === 'D').length;
        const kind = sum % 17 === 16 ? 'broken' : sum % 3 === 0 ? 'fails' : 'holds';
        wait(20 + 200 * random(), () => ({ kind: 'condition', node, seen, outcome: { kind } }));
        break;
      }
      case 'recheck':
        wait(50, () => ({ kind: 'rechecked', completed: [] }));
        break;
      case 'save':
        wait(10, () => ({ kind: 'record-saved' }));
        break;
      case 'say': {
        const { demand } = command;
        if (random() < 0.05) time.after(800 * random(), () => around.account().demand(demand));
        time.after(net(), () => {
          const ok = around.account().demand(demand);
          time.after(net(), () => feed({ kind: 'said', ok }));
        });
        break;
      }
      case 'ensure':
        time.after(net(), () => {
          around.account().ensure();
          time.after(net(), () => feed({ kind: 'ensured' }));
        });
        break;
      default:
        command satisfies never;
    }
  };
  const isOpen = () => !killed && !machine.isOver();
  const kill = () => {
    killed = true;
  };
  const lease = (message: Lease) => {
    if (!isOpen()) return false;
    feed({ kind: 'lease', lease: message });
    return true;
  };
  return { key, id: who.id, skeleton, machine: () => machine, feed, lease, isOpen, kill, wasKilled: () => killed, log };
}
