import type { FailureCode } from '../plan/failures.ts';
import type { FileOutcome, PickOutcome } from '../plan/outcome.ts';
import type { RunCommand, RunEvent, RunMachine } from '../plan/run/index.ts';
import type { Skeleton } from '../plan/skeleton.ts';
import { type Ask, decisionOf } from './claims.ts';
import { openNet } from './net.ts';
import type { Surroundings } from './run-process.ts';
import { followTask } from './task-wait.ts';
import { PRICE } from './vendor.ts';

type Errand = Surroundings & {
  readonly key: string;
  readonly pipeline: string;
  readonly skeleton: Skeleton;
  readonly feed: (event: RunEvent) => void;
  readonly machine: () => RunMachine;
  /** Which execution works now: waits of another are let go. */
  readonly execution: () => number;
};

type NodeCommand = { readonly node: number; readonly generation: number; readonly attempt: number };

/** Carries out a run's commands as its activities and signals would. */
export function runErrands(errand: Errand): (command: RunCommand) => void {
  const { time, random, claims, faults, feed, key, pipeline, skeleton } = errand;
  const net = openNet(errand);
  const ask = ({ node, generation, attempt }: NodeCommand): Ask => ({ key, pipeline, node, generation, attempt });
  const followed = new Map<number, number>();
  const approvals = new Map<string, 'approved' | 'rejected'>();
  let count = 0;

  const mine = (delayMs: number, act: () => void) => {
    const execution = errand.execution();
    time.after(delayMs, () => execution === errand.execution() && act());
  };
  /** A wait's end comes only to the execution that began it, may come twice, and its activity may fail for good. */
  const wait = (delayMs: number, command: RunCommand & { readonly node: number }, eventOf: () => RunEvent) => {
    const { node } = command;
    const broke: RunEvent = {
      kind: 'broke',
      node,
      attempt: 'attempt' in command ? command.attempt : 0,
      what: command.kind,
    };
    const isBroken = random() < faults.broke;
    let event: RunEvent | undefined;
    const come = () => {
      event ??= isBroken ? broke : eventOf();
      feed(event);
    };
    mine(delayMs, come);
    if (random() < faults.twice) mine(delayMs + 500 * random(), come);
  };
  const file = (command: Extract<RunCommand, { kind: 'download' | 'restore' | 'fetch' | 'concat' }>) => {
    const { node, attempt } = command;
    wait(20 + 200 * random(), command, () => ({ kind: 'file', node, attempt, outcome: fileOutcome(errand, command) }));
  };
  const follow = (command: Extract<RunCommand, { kind: 'await' }>) => {
    const { node, attempt } = command;
    count += 1;
    const [mine, execution] = [count, errand.execution()];
    followed.set(node, mine);
    const isWaited = () => followed.get(node) === mine && execution === errand.execution();
    followTask(errand, command, isWaited, (outcome) => feed({ kind: 'task', node, attempt, outcome }));
  };

  return (command) => {
    switch (command.kind) {
      case 'submit': {
        const { node, attempt } = command;
        const lost = () => feed({ kind: 'submit-lost', node, attempt });
        claims.submit(ask(command), (outcome) => feed({ kind: 'submitted', node, attempt, outcome }), lost);
        break;
      }
      case 'recover': {
        const { node, attempt } = command;
        claims.recover(ask(command), (outcome) => feed({ kind: 'submitted', node, attempt, outcome }));
        break;
      }
      case 'await':
        follow(command);
        break;
      case 'resolve': {
        const { node, attempt, untilMs, quiet = false } = command;
        const mine = errand.execution();
        const isWaited = () => mine === errand.execution();
        claims.resolve({ ...ask(command), quiet }, untilMs, isWaited, (outcome) =>
          feed({ kind: 'resolved', node, attempt, outcome }),
        );
        break;
      }
      case 'download':
      case 'restore':
      case 'fetch':
      case 'concat':
        file(command);
        break;
      case 'ask': {
        const { node, done, first } = command;
        const choose = first ?? skeleton.picks[node]?.choose ?? 1;
        const isAnswered = first !== undefined || random() < 0.5;
        const outcome: PickOutcome = isAnswered
          ? { kind: 'picked', chosen: done.slice(0, choose) }
          : { kind: 'asking' };
        wait(20, command, () => ({ kind: 'pick', node, outcome }));
        break;
      }
      case 'approve': {
        const { node, shown } = command;
        const roll = random();
        const rolled = roll < 0.4 ? 'approved' : roll < 0.5 ? 'rejected' : 'asking';
        // A person's word is written down, and holds for what they were shown.
        const kind = approvals.get(`${node} ${shown}`) ?? rolled;
        if (kind !== 'asking') approvals.set(`${node} ${shown}`, kind);
        wait(20, command, () => ({ kind: 'approval', node, outcome: { kind } }));
        break;
      }
      case 'condition': {
        const { node, seen } = command;
        // As an expression would: the same for the same edges; now and then it cannot be evaluated.
        const sum = node + [...seen].filter((state) => state === 'D').length;
        const kind = sum % 17 === 16 ? 'broken' : sum % 3 === 0 ? 'fails' : 'holds';
        wait(20 + 200 * random(), command, () => ({ kind: 'condition', node, seen, outcome: { kind } }));
        break;
      }
      case 'recheck':
        mine(50, () => feed({ kind: 'rechecked', completed: command.tasks.flatMap(completeLate(errand)) }));
        break;
      case 'save':
        mine(10, () => feed({ kind: 'record-saved' }));
        break;
      case 'say': {
        const { demand } = command;
        net(
          () => errand.account().demand(demand),
          (ok) => feed({ kind: 'said', ok }),
        );
        break;
      }
      case 'ensure':
        time.after(20, () => {
          errand.account().ensure();
          time.after(20, () => feed({ kind: 'ensured' }));
        });
        break;
      default:
        command satisfies never;
    }
  };
}

/** What becomes of a file; one that is saved settles its task, and its decision is made. */
function fileOutcome(
  errand: Errand,
  command: Extract<RunCommand, { kind: 'download' | 'restore' | 'fetch' | 'concat' }>,
): FileOutcome {
  const { claims, faults, random, vendor, pipeline } = errand;
  const task = command.kind === 'download' ? vendor.task(command.task) : undefined;
  if (random() < faults.file) {
    const code: FailureCode = random() < 0.5 ? 'DISK_FULL' : 'HOST_UNKNOWN';
    if (task === undefined || random() < 0.5) return { kind: 'paused', code };
    if (task.billed > 0 && random() < 0.5) return { kind: 'blocked', code: 'LINK_DEAD' };
    vendor.refund(task);
    claims.settle(task);
    return { kind: 'failed', code: 'NO_VIDEO', cost: 0, again: task.again };
  }
  if (task === undefined) return { kind: 'saved', sha256: '', seconds: 5, cost: 0 };
  claims.settle(task);
  claims.made.add(decisionOf({ ...command, pipeline }));
  const overpaid = task.billed / PRICE;
  return { kind: 'saved', sha256: '', seconds: 5, cost: task.billed, ...(overpaid > 1 ? { overpaid } : {}) };
}

/** Now and then a failed task has completed after all; only while the run can still take it. */
function completeLate({ faults, machine, random, vendor }: Errand) {
  return ({ node, task }: { readonly node: number; readonly task: string }): number[] => {
    const known = vendor.task(task);
    if (machine().carry().states[node] !== 'F' || known.billed > 0 || random() >= faults.oddEnd) return [];
    vendor.complete(known);
    return [node];
  };
}
