import type { AccountCheck } from '../plan/activity.ts';
import type { TroubleCode } from '../plan/slots/trouble.ts';
import type { Faults } from './faults.ts';
import type { Timeline } from './timeline.ts';
import type { Trace } from './trace.ts';
import { Violation } from './violation.ts';

/** Every node costs so much. */
export const PRICE = 100;
/** After this nothing of a task can be asked for; nobody renders so long. */
export const TASK_LIFE = 600_000;
/** Two times of trouble, a cap of 5, some looks whether it is over: more is knocking at a closed door. */
const MOST_TURNED_AWAY = 40;
/** Eight hours in which others have the whole account, two POSTs a minute. */
const MOST_KNOCKS = 1_000;

export type Task = {
  readonly id: string;
  /** The decision that it was paid for: pipeline, node, generation. */
  readonly decision: string;
  readonly acceptedAtMs: number;
  state: 'queued' | 'rendering' | 'completed' | 'failed' | 'cancelled';
  /** What is billed for it in the end; 0: refunded. */
  billed: number;
  /** Another task for the same node may do better. */
  readonly again: boolean;
};

export type Mood = { readonly code: TroubleCode; readonly untilMs: number };

export type PostAnswer =
  | { readonly kind: 'accepted'; readonly task: Task }
  | { readonly kind: 'busy' | 'unreachable' }
  | { readonly kind: 'mood'; readonly mood: Mood };

/** The vendor of the simulation, and its ledger; throws where an invariant breaks. */
export type Vendor = {
  readonly post: (decision: string) => PostAnswer;
  readonly task: (id: string) => Task;
  readonly tasks: () => Iterable<Task>;
  readonly cancel: (task: Task) => void;
  /** A completed task turns out to have no video. */
  readonly refund: (task: Task) => void;
  /** A failed task completes after all, and is billed. */
  readonly complete: (task: Task) => void;
  /** The account's cap counts it. */
  readonly isCounted: (task: Task) => boolean;
  /** What the cap counts now. */
  readonly live: () => number;
  /** Tasks that have not ended. */
  readonly open: () => number;
  readonly lastEndMs: () => number;
  readonly stats: { turnedAway: number; refused: number; accepted: number; peak: number; odd: number };
  /** Tasks of somebody else on the same account. */
  foreign: number;
  /** What it has against the account, if anything. */
  mood: Mood | undefined;
  /** What it says of the account when it is asked; undefined: the question got lost. */
  readonly check: () => AccountCheck | undefined;
};

type Around = {
  readonly time: Timeline;
  readonly random: () => number;
  readonly cap: number;
  readonly faults: Faults;
  readonly trace: Trace;
};

export function openVendor({ time, random, cap, faults, trace }: Around): Vendor {
  const tasks = new Map<string, Task>();
  /** By decision: tasks that were not refunded (I2). */
  const paid = new Map<string, number>();
  const stats = { turnedAway: 0, refused: 0, accepted: 0, peak: 0, odd: 0 };
  let live = 0;
  let knocks = 0;
  let open = 0;
  let lastEndMs = 0;
  const nap = (least: number, most: number) => least + (most - least) * random();
  const isCounted = (task: Task) =>
    task.state === 'queued' || (task.state === 'rendering' && faults.counts === 'in-flight');
  const pay = (task: Task, by: 1 | -1) => {
    const count = (paid.get(task.decision) ?? 0) + by;
    paid.set(task.decision, count);
    if (count > 1) throw new Violation('I2', `${task.decision} is paid twice, the second time by ${task.id}`);
  };
  const enter = (task: Task, state: Task['state']) => {
    if (isCounted(task)) live -= 1;
    task.state = state;
    if (isCounted(task)) live += 1;
    trace('vendor', () => `${task.id} (${task.decision}) ${state}, billed ${task.billed}`);
  };
  const end = (task: Task, state: 'completed' | 'failed' | 'cancelled') => {
    if (task.state !== 'queued' && task.state !== 'rendering') return;
    const isOdd = random() < (state === 'completed' ? faults.oddBill : faults.oddEnd / 4);
    if (isOdd) stats.odd += 1;
    if (state === 'completed') task.billed = isOdd ? Math.floor(PRICE * nap(0, 3)) : PRICE;
    else task.billed = isOdd ? PRICE : 0;
    enter(task, state);
    open -= 1;
    lastEndMs = time.now();
    // A failed task that is billed all the same is no film that was paid for twice: whoever retries it decides so.
    if (state !== 'completed') pay(task, -1);
  };
  const accept = (decision: string): Task => {
    const [id, again] = [`t${tasks.size}`, random() < 0.7];
    const task: Task = { id, decision, acceptedAtMs: time.now(), state: 'queued', billed: 0, again };
    tasks.set(id, task);
    live += 1;
    open += 1;
    stats.accepted += 1;
    stats.peak = Math.max(stats.peak, live);
    trace('vendor', () => `accepts ${id} (${decision}), ${live} of ${cap}`);
    pay(task, 1);
    if (live > cap) throw new Violation('I1', `${live} tasks at a cap of ${cap}`);
    time.after(nap(200, 4_000), () => {
      if (task.state === 'queued') enter(task, 'rendering');
      time.after(nap(1_000, 18_000), () => end(task, random() < faults.fail ? 'failed' : 'completed'));
    });
    return task;
  };
  const vendor: Vendor = {
    stats,
    foreign: 0,
    mood: undefined,
    isCounted,
    post: (decision) => {
      if (random() < faults.unreachable) return { kind: 'unreachable' };
      const { mood } = vendor;
      if (mood !== undefined) {
        stats.turnedAway += 1;
        if (stats.turnedAway <= MOST_TURNED_AWAY) return { kind: 'mood', mood };
        throw new Violation('turned away', `${stats.turnedAway} times: ${mood.code}`);
      }
      if (live >= cap) throw new Violation('I1', `${live} tasks at a cap of ${cap}, and one more was sent`);
      if (live + vendor.foreign < cap) return { kind: 'accepted', task: accept(decision) };
      stats.refused += 1;
      if (vendor.foreign === Number.POSITIVE_INFINITY) knocks += 1;
      if (knocks > MOST_KNOCKS) throw new Violation('turned away', `${knocks} times in a night that was full`);
      return { kind: 'busy' };
    },
    task: (id) => {
      const task = tasks.get(id);
      if (task === undefined) throw new Violation('I2', `nobody knows task ${id}`);
      return task;
    },
    tasks: () => tasks.values(),
    cancel: (task) => {
      if (task.state === 'queued' && random() < 0.7) end(task, 'cancelled');
    },
    refund: (task) => {
      task.billed = 0;
      enter(task, 'failed');
      pay(task, -1);
    },
    complete: (task) => {
      task.billed = PRICE;
      enter(task, 'completed');
      pay(task, 1);
    },
    check: () => {
      if (random() < 0.1) return undefined;
      const { mood } = vendor;
      const room = mood?.code !== 'DISK_FULL';
      if (mood?.code === 'KEY_REFUSED') return { key: random() < 0.8 ? 'refused' : 'unknown', available: null, room };
      // Half of the vendors do not say what is left: a person must.
      const available = random() < 0.5 ? null : mood?.code === 'NO_BALANCE' ? PRICE - 1 : 1_000;
      return { key: 'works', available, room };
    },
    live: () => live,
    open: () => open,
    lastEndMs: () => lastEndMs,
  };
  return vendor;
}
