import type { TaskOutcome } from '../plan/outcome.ts';
import type { RunCommand } from '../plan/run/index.ts';
import type { Surroundings } from './run-process.ts';
import type { Task } from './vendor.ts';

type Await = Extract<RunCommand, { kind: 'await' }>;

/** Polls a task to its end as the activity does, as long as somebody waits for it. */
export function followTask(
  around: Surroundings,
  command: Await,
  isWaited: () => boolean,
  answer: (outcome: TaskOutcome) => void,
): void {
  const { time, random, vendor } = around;
  const task = vendor.task(command.task);
  const nap = (least: number, most: number) => least + (most - least) * random();
  if (command.cancel) vendor.cancel(task);
  const look = () => {
    if (!isWaited()) return;
    const outcome = seen(around, command, task);
    if (outcome !== undefined) answer(outcome);
    else time.after(nap(200, 800), look);
  };
  time.after(nap(5, 200), look);
}

function seen(
  { time, random, vendor, claims, faults }: Surroundings,
  command: Await,
  task: Task,
): TaskOutcome | undefined {
  const { timeoutMs, late, acceptedAtMs } = command;
  if (vendor.mood?.code === 'KEY_REFUSED') return { kind: 'account', code: 'KEY_REFUSED' };
  if (random() < faults.missing / 10) return { kind: 'unsure', code: 'TASK_LOST' };
  if (task.state === 'failed' || task.state === 'cancelled') claims.settle(task);
  if (task.state === 'completed') return { kind: 'completed', cost: random() < 0.05 ? null : task.billed };
  if (task.state === 'cancelled') return { kind: 'cancelled', cost: task.billed };
  const isRefunded = task.billed === 0;
  if (task.state === 'failed') {
    return { kind: 'failed', code: 'TASK_FAILED', cost: task.billed, again: task.again && isRefunded };
  }
  if (task.state === 'rendering' && faults.counts === 'queued' && !command.processing) return { kind: 'processing' };
  if (!late && timeoutMs !== null && time.now() > acceptedAtMs + timeoutMs) return { kind: 'late' };
  return undefined;
}
