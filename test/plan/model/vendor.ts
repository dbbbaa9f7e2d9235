import type { AccountCheck } from '../../../plan/activity.ts';
import type { SubmitOutcome, TaskOutcome } from '../../../plan/outcome.ts';
import type { TroubleCode } from '../../../plan/slots/trouble.ts';
import type { Timeline } from './timeline.ts';

/** A claim as the store has it: what happened, told by what stands beside it. */
type Claim = { key: string; state: 'claimed' | 'void' | 'created' | 'settled'; task?: Task; untilMs: number };
type Task = {
  id: string;
  claim: string;
  state: 'running' | 'completed' | 'failed' | 'cancelled';
  again: boolean;
  acceptedAtMs: number;
};
export type Ask = {
  readonly key: string;
  readonly pipeline: string;
  readonly node: number;
  readonly generation: number;
  readonly attempt: number;
};

export type Vendor = {
  readonly submit: (ask: Ask, answer: (outcome: SubmitOutcome) => void, lost: () => void) => void;
  readonly recover: (ask: Ask, answer: (outcome: SubmitOutcome) => void) => void;
  readonly awaitTask: (
    id: string,
    cancel: boolean,
    lateAtMs: number | null,
    answer: (outcome: TaskOutcome) => void,
  ) => void;
  /** Claims of a run that may still occupy the cap. */
  readonly openOf: (key: string) => number;
  readonly closed: Set<string>;
  readonly keys: () => Iterable<string>;
  readonly live: () => number;
  readonly isPaid: (pipeline: string, node: number) => boolean;
  readonly stats: { turnedAway: number; refused: number; accepted: number; unsure: number; peak: number };
  /** Tasks of somebody else on the same account. */
  foreign: number;
  /** What it has against the account, if anything. */
  mood: Mood | undefined;
  /** What it says of the account when it is asked; undefined: the question got lost. */
  readonly check: () => AccountCheck | undefined;
};

export type Mood = { readonly code: TroubleCode; readonly untilMs: number };

/** Two times of trouble, a cap of 5, some looks whether it is over: more is knocking at a closed door. */
const MOST_TURNED_AWAY = 40;
const SEND_DEADLINE = 10_000;
export const TASK_LIFE = 600_000;

export type Faults = { readonly crash: number; readonly fail: number; readonly unreachable: number };

/** The vendor and the store in one, with the submit protocol of the design; throws where an invariant breaks. */
export function vendor(time: Timeline, random: () => number, cap: number, faults: Faults): Vendor {
  const claims = new Map<string, Claim>();
  const byKey = new Map<string, string[]>();
  const tasks = new Map<string, Task>();
  const paid = new Map<string, number>();
  const closed = new Set<string>();
  const stats = { turnedAway: 0, refused: 0, accepted: 0, unsure: 0, peak: 0 };
  let running = 0;
  const nap = (least: number, most: number) => least + (most - least) * random();
  const claimOf = (ask: Ask) => `${ask.pipeline}/${ask.node}/${ask.generation}/${ask.attempt}`;
  const decided = (ask: { pipeline: string; node: number }) => `${ask.pipeline}/${ask.node}`;
  const numbers = (ask: Ask) => ({ attempt: ask.attempt, generation: ask.generation });

  const put = (ask: Ask, state: 'claimed' | 'void') => {
    const claim: Claim = { key: ask.key, state, untilMs: time.now() + TASK_LIFE };
    claims.set(claimOf(ask), claim);
    byKey.set(ask.key, [...(byKey.get(ask.key) ?? []), claimOf(ask)]);
    return claim;
  };
  const end = (task: Task, state: 'completed' | 'failed' | 'cancelled', ask: Ask) => {
    if (task.state !== 'running') return;
    task.state = state;
    running -= 1;
    if (state !== 'completed') paid.set(decided(ask), (paid.get(decided(ask)) ?? 0) - 1);
  };
  const accept = (ask: Ask, claim: Claim) => {
    const task: Task = {
      id: `t${tasks.size}`,
      claim: claimOf(ask),
      state: 'running',
      again: random() < 0.7,
      acceptedAtMs: time.now(),
    };
    tasks.set(task.id, task);
    claim.state = 'created';
    claim.task = task;
    running += 1;
    stats.accepted += 1;
    stats.peak = Math.max(stats.peak, running);
    const count = (paid.get(decided(ask)) ?? 0) + 1;
    paid.set(decided(ask), count);
    if (count > 1) throw new Error(`I2: ${decided(ask)} is paid twice`);
    if (running > cap) throw new Error(`I1: ${running} tasks at a cap of ${cap}`);
    time.after(nap(2_000, 20_000), () => end(task, random() < faults.fail ? 'failed' : 'completed', ask));
  };
  const found = (ask: Ask, claim: Claim): SubmitOutcome => {
    if (claim.task !== undefined)
      return {
        kind: 'created',
        task: claim.task.id,
        reserved: 100,
        acceptedAtMs: claim.task.acceptedAtMs,
        ...numbers(ask),
      };
    if (claim.state !== 'claimed') return { kind: 'not-sent', code: 'NOT_SENT', ...numbers(ask) };
    stats.unsure += 1;
    return { kind: 'unsure', untilMs: claim.untilMs, reserved: 100, ...numbers(ask) };
  };

  const post = (ask: Ask, claim: Claim, answer: (outcome: SubmitOutcome) => void) => {
    if (random() < faults.unreachable) {
      claim.state = 'settled';
      return answer({ kind: 'not-sent', code: 'VENDOR_UNREACHABLE', ...numbers(ask) });
    }
    const { mood } = api;
    if (mood !== undefined) {
      stats.turnedAway += 1;
      if (stats.turnedAway > MOST_TURNED_AWAY) throw new Error(`turned away ${stats.turnedAway} times: ${mood.code}`);
      claim.state = 'settled';
      const { code, untilMs } = mood;
      if (code === 'WINDOW_USED') return answer({ kind: 'refused', untilMs, code, ...numbers(ask) });
      return answer({ kind: 'account', code, ...numbers(ask) });
    }
    if (running >= cap) throw new Error(`I1: ${running} tasks at a cap of ${cap} and one more was sent`);
    if (running + api.foreign >= cap) {
      stats.refused += 1;
      claim.state = 'settled';
      return answer({ kind: 'refused', untilMs: time.now() + 5_000, code: 'VENDOR_BUSY', ...numbers(ask) });
    }
    accept(ask, claim);
    answer(found(ask, claim));
  };

  const api: Vendor = {
    stats,
    closed,
    foreign: 0,
    mood: undefined,
    check: () => {
      if (random() < 0.1) return undefined;
      const { mood } = api;
      if (mood?.code === 'KEY_REFUSED') return { key: random() < 0.8 ? 'refused' : 'unknown', available: null };
      // Half of the vendors do not say what is left: a person must.
      const available = random() < 0.5 ? null : mood?.code === 'NO_BALANCE' ? 99 : 1_000;
      return { key: 'works', available };
    },
    live: () => running,
    keys: () => byKey.keys(),
    isPaid: (pipeline, node) => (paid.get(`${pipeline}/${node}`) ?? 0) > 0,
    openOf: (key) =>
      (byKey.get(key) ?? []).filter((id) => {
        const claim = claims.get(id);
        if (claim?.state === 'claimed') return claim.untilMs > time.now();
        return claim?.task?.state === 'running';
      }).length,
    submit: (ask, answer, lost) => {
      const crash = random() < faults.crash ? Math.floor(random() * 3) : -1;
      const die = () => time.after(3_000, lost);
      time.after(nap(2, 30), () => {
        if (crash === 0) return die();
        const known = claims.get(claimOf(ask));
        if (known !== undefined) return api.recover(ask, answer);
        const claim = put(ask, 'claimed');
        time.after(nap(1, 10), () => {
          if (closed.has(ask.key)) {
            claim.state = 'void';
            return time.after(1, () => answer({ kind: 'closed', ...numbers(ask) }));
          }
          time.after(nap(1, 50), () => {
            if (crash === 1) return die();
            post(ask, claim, (outcome) => (crash === 2 ? die() : time.after(nap(1, 100), () => answer(outcome))));
          });
        });
      });
    },
    recover: (ask, answer) => {
      const known = claims.get(claimOf(ask));
      if (known === undefined) {
        put(ask, 'void');
        return time.after(nap(1, 20), () => answer({ kind: 'not-sent', code: 'NOT_SENT', ...numbers(ask) }));
      }
      const wait = known.state === 'claimed' ? SEND_DEADLINE : nap(1, 20);
      time.after(wait, () => answer(found(ask, known)));
    },
    awaitTask: (id, cancel, lateAtMs, answer) => {
      const task = tasks.get(id);
      if (task === undefined) throw new Error(`nobody knows task ${id}`);
      const [pipeline = '', node = ''] = task.claim.split('/');
      const ask = { pipeline, node: Number(node), key: '', generation: 0, attempt: 0 };
      if (cancel && random() < 0.5) end(task, 'cancelled', ask);
      const look = () => {
        if (api.mood?.code === 'KEY_REFUSED') return answer({ kind: 'account', code: 'KEY_REFUSED' });
        if (task.state === 'completed') return answer({ kind: 'completed', cost: 100 });
        if (task.state === 'failed') return answer({ kind: 'failed', code: 'TASK_FAILED', cost: 0, again: task.again });
        if (task.state === 'cancelled') return answer({ kind: 'cancelled', cost: 0 });
        if (lateAtMs !== null && time.now() > lateAtMs) return answer({ kind: 'late' });
        time.after(nap(200, 800), look);
      };
      time.after(nap(5, 200), look);
    },
  };
  return api;
}
