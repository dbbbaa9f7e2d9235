import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Ledger } from './ledger.ts';
import type { Clip } from './render/library.ts';
import type { Settings } from './settings.ts';
import type { StateFile } from './state-file.ts';
import type { Stats } from './stats.ts';
import { isTerminal, type Task } from './task.ts';
import { makeTaskIndex } from './task-index.ts';

/** All tasks, and how each goes from queued to its end as the clock goes on. */
export type TaskLife = {
  readonly accept: (task: Task) => void;
  /** The task as it is now. */
  readonly find: (id: string) => Task | undefined;
  readonly all: () => readonly Task[];
  readonly count: () => number;
  /** How many tasks of a shape were accepted. */
  readonly takes: (shape: string) => number;
  readonly underKey: (request: Pick<Task, 'account' | 'idempotencyKey'>) => readonly Task[];
  readonly inCap: (account: string) => number;
  /** Cancels a queued task; undefined where it is too late for that. */
  readonly cancel: (id: string) => Task | undefined;
  readonly forgetKeys: () => void;
  /** From now on nothing happens any more: what is under way goes on after the next start. */
  readonly stop: () => void;
};

export type TaskLifeOptions = {
  readonly settings: () => Settings;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly stats: Stats;
  readonly state: StateFile;
  readonly clip: (task: Task) => Promise<Clip>;
  readonly changed: (task: Task) => void;
};

/** Takes the state's tasks up where they were: what became due meanwhile has happened. */
export function makeTaskLife(options: TaskLifeOptions): TaskLife {
  const { clock, journal, ledger, stats, state, settings } = options;
  const tasks = new Map<string, Task>();
  const active = new Set<string>();
  const index = makeTaskIndex();
  let stopped = false;
  const sources = new Map<string, 'pending' | 'ready' | Error>();

  const put = (task: Task): Task => {
    tasks.set(task.id, task);
    state.append({ kind: 'task', task });
    return task;
  };

  const finish = (task: Task, end: Pick<Task, 'status' | 'error'>, atMs: number): Task => {
    active.delete(task.id);
    sources.delete(task.id);
    const paid = end.status === 'completed';
    const costQuota = paid ? (task.fate?.costQuota ?? task.priceQuota) : 0;
    const done = put({ ...task, ...end, finishedAt: atMs, costQuota });
    if (paid) ledger.settle({ atMs, account: task.account, taskId: task.id, quota: costQuota });
    else ledger.refund({ atMs, account: task.account, taskId: task.id });
    if (settings().counts === 'in-flight' || task.status === 'queued') stats.slotFreed(task.account, atMs);
    journal.emit(
      end.status === 'completed' ? 'completed' : end.status === 'failed' ? 'failed' : 'cancelled',
      atMs,
      task.id,
    );
    options.changed(done);
    return done;
  };

  const start = (task: Task): Task => {
    const started = put({ ...task, status: 'processing' });
    if (settings().counts === 'queued') stats.slotFreed(task.account, task.startsAt);
    journal.emit('processing', task.startsAt, task.id);
    options.changed(started);
    return started;
  };

  const end = (task: Task): Task => {
    const { fate } = task;
    if (fate?.status === 'failed') {
      const error = { code: fate.code ?? 'task_failed', message: fate.message ?? 'The task failed.' };
      return finish(task, { status: 'failed', error }, task.endsAt);
    }
    // Whether an extension succeeds is known only when its source has been read.
    const source = sources.get(task.id);
    if (source === 'pending') return task;
    if (source instanceof Error) {
      const error = { code: 'upstream_bad_request', message: source.message };
      return finish(task, { status: 'failed', error }, Math.max(task.endsAt, clock.now()));
    }
    const atMs = source === 'ready' ? Math.max(task.endsAt, task.readyAt ?? task.endsAt) : task.endsAt;
    return finish(task, { status: 'completed' }, atMs);
  };

  const step = (id: string): void => {
    let task = tasks.get(id);
    if (task?.status === 'queued' && clock.now() >= task.startsAt) task = start(task);
    if (task?.status === 'processing' && clock.now() >= task.endsAt) end(task);
  };

  const follow = (task: Task): void => {
    active.add(task.id);
    const clip = options.clip(task);
    if (task.shot.extendUrl === undefined) {
      // A picture that cannot be made shows at its download, where it can be tried again.
      clip.catch(() => {});
    } else {
      sources.set(task.id, 'pending');
      const settled = (source: 'ready' | Error): void => {
        const now = tasks.get(task.id);
        if (stopped || now === undefined || isTerminal(now.status)) return;
        sources.set(task.id, source);
        tasks.set(task.id, { ...now, readyAt: clock.now() });
        step(task.id);
      };
      clip.then(
        () => settled('ready'),
        (error: unknown) => settled(error instanceof Error ? error : new Error(String(error))),
      );
    }
    clock.at(task.startsAt, () => step(task.id));
    clock.at(task.endsAt, () => step(task.id));
  };

  for (const task of state.tasks) {
    tasks.set(task.id, task);
    index.add(task);
    ledger.freeze({ atMs: task.acceptedAt, account: task.account, taskId: task.id, quota: task.priceQuota });
    const atMs = task.finishedAt ?? task.acceptedAt;
    if (task.status === 'completed') {
      ledger.settle({ atMs, account: task.account, taskId: task.id, quota: task.costQuota ?? task.priceQuota });
    } else if (isTerminal(task.status)) ledger.refund({ atMs, account: task.account, taskId: task.id });
    else follow(task);
  }

  return {
    accept: (task) => {
      index.add(put(task));
      ledger.freeze({ atMs: task.acceptedAt, account: task.account, taskId: task.id, quota: task.priceQuota });
      follow(task);
      journal.emit('accepted', task.acceptedAt, task.id);
      options.changed(task);
    },
    find: (id) => {
      step(id);
      return tasks.get(id);
    },
    all: () => {
      for (const id of [...active]) step(id);
      return [...tasks.values()];
    },
    stop: () => {
      stopped = true;
      clock.stop();
    },
    count: () => tasks.size,
    takes: index.takes,
    underKey: (request) => index.underKey(request).flatMap((id) => tasks.get(id) ?? []),
    inCap: (account) => {
      for (const id of [...active]) step(id);
      const counted = settings().counts === 'queued' ? ['queued'] : ['queued', 'processing'];
      return [...active].filter((id) => {
        const task = tasks.get(id);
        return task?.account === account && counted.includes(task.status);
      }).length;
    },
    cancel: (id) => {
      step(id);
      const task = tasks.get(id);
      return task?.status === 'queued' ? finish(task, { status: 'cancelled' }, clock.now()) : undefined;
    },
    forgetKeys: () => {
      for (const task of tasks.values()) {
        if (task.idempotencyKey !== undefined) put({ ...task, keyForgotten: true });
      }
    },
  };
}
