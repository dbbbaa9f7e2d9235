import type { ResolutionOutcome, SubmitOutcome } from '../plan/outcome.ts';
import type { Faults } from './faults.ts';
import type { Timeline } from './timeline.ts';
import type { Trace } from './trace.ts';
import { PRICE, TASK_LIFE, type Task, type Vendor } from './vendor.ts';

/** A claim as the store has it, and what is true of it though the store does not say so: `task` of one that is `claimed`. */
type Claim = {
  readonly decision: string;
  readonly generation: number;
  readonly attempt: number;
  readonly key: string;
  state: 'claimed' | 'void' | 'created' | 'settled';
  task?: Task;
  /** A POST went out without an answer. */
  silent: boolean;
  readonly untilMs: number;
};

export type Ask = {
  readonly key: string;
  readonly pipeline: string;
  readonly node: number;
  readonly generation: number;
  readonly attempt: number;
};

/** What the store holds and what submits do with it, as the design has it: claim, fence, one POST, created. */
export type Claims = {
  readonly submit: (ask: Ask, answer: (outcome: SubmitOutcome) => void, lost: () => void) => void;
  readonly recover: (ask: Ask, answer: (outcome: SubmitOutcome) => void) => void;
  /** Late proof, a person's word, the end of the task's life, or that it may be sent again. */
  readonly resolve: (
    ask: Ask & { readonly quiet: boolean },
    untilMs: number,
    isWaited: () => boolean,
    answer: (outcome: ResolutionOutcome) => void,
  ) => void;
  /** The attempt is over for good: its task has failed, was cancelled, or its file is saved. */
  readonly settle: (task: Task) => void;
  /** Claims of a run that may still occupy the cap. */
  readonly openOf: (key: string) => number;
  /** The run that claimed the payment for the task; undefined: nobody has heard of the task. */
  readonly ownerOf: (task: Task) => string | undefined;
  readonly close: (key: string) => void;
  /** Decisions whose file is there. */
  readonly made: Set<string>;
  /** Tasks that nobody could name, or that a person gave up. */
  readonly orphans: Set<Task>;
  readonly stats: { unsure: number; twins: number; late: number };
};

const SEND_DEADLINE = 10_000;

type Around = {
  readonly time: Timeline;
  readonly random: () => number;
  readonly vendor: Vendor;
  readonly faults: Faults;
  readonly trace: Trace;
  /** See Machine: a POST that was slept over is past its deadline. */
  readonly sleeps: () => number;
};

export function decisionOf({ pipeline, node, generation }: Omit<Ask, 'key' | 'attempt'>): string {
  return `${pipeline}/${node}/${generation}`;
}

export function openClaims({ time, random, vendor, faults, trace, sleeps }: Around): Claims {
  const byDecision = new Map<string, Claim[]>();
  const byKey = new Map<string, Claim[]>();
  const byTask = new Map<Task, Claim>();
  const closed = new Set<string>();
  const made = new Set<string>();
  const orphans = new Set<Task>();
  const stats = { unsure: 0, twins: 0, late: 0 };
  const nap = (least: number, most: number) => least + (most - least) * random();
  const numbers = ({ attempt, generation }: Claim) => ({ attempt, generation });
  const attemptsOf = (ask: Ask) => byDecision.get(decisionOf(ask)) ?? [];

  const put = (ask: Ask, attempt: number, state: 'claimed' | 'void'): Claim => {
    const { key, generation } = ask;
    const decision = decisionOf(ask);
    const claim: Claim = { decision, generation, attempt, key, state, silent: false, untilMs: time.now() + TASK_LIFE };
    byDecision.set(decision, [...attemptsOf(ask), claim]);
    byKey.set(key, [...(byKey.get(key) ?? []), claim]);
    trace('store', () => `${state} ${decision} attempt ${attempt} by ${key}`);
    return claim;
  };
  const unsure = (claim: Claim): SubmitOutcome => {
    stats.unsure += 1;
    return { kind: 'unsure', untilMs: claim.untilMs, reserved: PRICE, ...numbers(claim) };
  };
  const created = (claim: Claim, task: Task): SubmitOutcome => {
    if (claim.state === 'claimed') claim.state = 'created';
    claim.task = task;
    byTask.set(task, claim);
    const reserved = claim.state === 'settled' ? 0 : PRICE;
    return { kind: 'created', task: task.id, reserved, acceptedAtMs: task.acceptedAtMs, ...numbers(claim) };
  };
  const refused = (claim: Claim, outcome: SubmitOutcome): SubmitOutcome => {
    claim.state = 'settled';
    return outcome;
  };
  /** What the store proves of a claim by itself. */
  const known = (claim: Claim): SubmitOutcome | undefined => {
    if (claim.state === 'claimed') return undefined;
    if (claim.task !== undefined) return created(claim, claim.task);
    return { kind: 'not-sent', code: 'NOT_SENT', ...numbers(claim) };
  };
  /** The same bytes under the same key: a vendor that honours keys says which task there is, or makes it now. */
  const resend = (claim: Claim): SubmitOutcome => {
    if (claim.task !== undefined) return created(claim, claim.task);
    const answer = vendor.post(claim.decision);
    if (answer.kind !== 'accepted') return unsure(claim);
    const outcome = created(claim, answer.task);
    if (outcome.kind !== 'created' || !claim.silent) return outcome;
    stats.twins += 1;
    return { ...outcome, twin: { reserved: PRICE, untilMs: time.now() + TASK_LIFE / 4 } };
  };
  const post = (claim: Claim): SubmitOutcome => {
    const isSilent = random() < faults.silence;
    if (isSilent) claim.silent = true;
    if (isSilent && random() < 0.3) return faults.resend ? resend(claim) : unsure(claim);
    const answer = vendor.post(claim.decision);
    switch (answer.kind) {
      case 'accepted':
        claim.task = answer.task;
        if (isSilent && !faults.resend) return unsure(claim);
        return created(claim, answer.task);
      case 'unreachable':
        return refused(claim, { kind: 'not-sent', code: 'VENDOR_UNREACHABLE', ...numbers(claim) });
      case 'busy':
        if (isSilent) return unsure(claim);
        return refused(claim, {
          kind: 'refused',
          untilMs: time.now() + 5_000,
          code: 'VENDOR_BUSY',
          ...numbers(claim),
        });
      case 'mood': {
        if (isSilent) return unsure(claim);
        const { code, untilMs } = answer.mood;
        if (code !== 'WINDOW_USED') return refused(claim, { kind: 'account', code, ...numbers(claim) });
        return refused(claim, { kind: 'refused', untilMs, code, ...numbers(claim) });
      }
    }
  };
  const find = (claim: Claim, answer: (outcome: SubmitOutcome) => void) => {
    const wait = claim.state === 'claimed' ? SEND_DEADLINE : nap(1, 20);
    time.after(wait, () => answer(known(claim) ?? (faults.resend ? resend(claim) : unsure(claim))));
  };
  const claimAndPost = (ask: Ask, crash: number, answer: (outcome: SubmitOutcome) => void, die: () => void) => {
    const attempt = Math.max(ask.attempt, (attemptsOf(ask).at(-1)?.attempt ?? 0) + 1);
    const claim = put(ask, attempt, 'claimed');
    const deadlineMs = time.now() + SEND_DEADLINE;
    time.after(nap(1, 10), () => {
      if (closed.has(ask.key)) {
        claim.state = 'void';
        time.after(1, () => answer({ kind: 'closed', ...numbers(claim) }));
        return;
      }
      time.after(nap(1, 50), () => {
        if (crash === 1) return die();
        if (time.now() > deadlineMs) {
          const late = refused(claim, { kind: 'not-sent', code: 'NOT_SENT', ...numbers(claim) });
          return time.after(1, () => answer(late));
        }
        const outcome = post(claim);
        // Dead after the answer, before it was written down.
        if (crash === 2 && claim.state === 'created') claim.state = 'claimed';
        return crash >= 2 ? die() : time.after(nap(1, 100), () => answer(outcome));
      });
    });
  };
  return {
    made,
    orphans,
    stats,
    submit: (ask, told, lost) => {
      const awake = sleeps();
      // Its heartbeats stopped, so it counts as lost when the machine wakes up, though it goes on.
      const answer = (outcome: SubmitOutcome) => (sleeps() === awake ? told(outcome) : lost());
      const crash = random() < faults.crash ? Math.floor(random() * 4) : -1;
      const die = () => time.after(3_000, lost);
      time.after(nap(2, 30), () => {
        if (crash === 0) return die();
        const { attempt, generation } = ask;
        if (made.has(decisionOf(ask))) return answer({ kind: 'made', cost: 0, attempt, generation });
        const last = attemptsOf(ask).at(-1);
        return last === undefined || isOver(last) ? claimAndPost(ask, crash, answer, die) : find(last, answer);
      });
    },
    recover: (ask, answer) => {
      const { attempt, generation } = ask;
      if (made.has(decisionOf(ask))) return answer({ kind: 'made', cost: 0, attempt, generation });
      const last = attemptsOf(ask).at(-1);
      const isStanding = last !== undefined && (last.attempt >= attempt || !isOver(last));
      if (isStanding) return find(last, answer);
      const empty = put(ask, ask.attempt, 'void');
      return time.after(nap(1, 20), () => answer({ kind: 'not-sent', code: 'NOT_SENT', ...numbers(empty) }));
    },
    resolve: ({ quiet, ...ask }, untilMs, isWaited, answer) => {
      const claim = attemptsOf(ask).find(({ attempt }) => attempt === ask.attempt);
      const leftMs = Math.max(0, untilMs - time.now());
      const expire = () => {
        if (!isWaited()) return;
        if (claim?.state === 'claimed' && claim.task !== undefined) orphans.add(claim.task);
        answer({ kind: 'expired' });
      };
      // Asked about again by a run that may send: a recovery.
      if (faults.resend && !quiet && leftMs > 0 && claim?.state === 'claimed' && random() < 0.5) {
        return time.after(nap(1_000, 30_000), () => isWaited() && answer({ kind: 'resend' }));
      }
      if (claim === undefined || leftMs === 0 || random() < 0.3) return time.after(leftMs + 1, expire);
      return time.after(leftMs * random(), () => {
        const { task } = claim;
        // Adopted and ended meanwhile, it is no question any more.
        if (!isWaited() || (task !== undefined && claim.state === 'settled')) return;
        stats.late += 1;
        if (task !== undefined && (claim.state === 'created' || random() < 0.6)) {
          created(claim, task);
          answer({ kind: 'created', task: task.id, acceptedAtMs: task.acceptedAtMs });
          return;
        }
        // A person gives up what has ended only: for a task that still runs the cap would count one too many.
        if (task !== undefined && vendor.isCounted(task)) {
          time.after(Math.max(0, untilMs - time.now()) + 1, expire);
          return;
        }
        if (claim.state === 'claimed') claim.state = 'settled';
        if (task === undefined && random() < 0.7) return answer({ kind: 'not-created' });
        if (task !== undefined) orphans.add(task);
        return answer({ kind: 'pay-again', generation: ask.generation + 1 });
      });
    },
    settle: (task) => {
      const claim = byTask.get(task);
      if (claim !== undefined) claim.state = 'settled';
    },
    openOf: (key) =>
      (byKey.get(key) ?? []).filter(({ state, task, untilMs }) => {
        if (state === 'claimed') return untilMs > time.now();
        return state === 'created' && task !== undefined && vendor.isCounted(task);
      }).length,
    ownerOf: (task) => byTask.get(task)?.key,
    close: (key) => closed.add(key),
  };
}

function isOver({ state }: Claim): boolean {
  return state === 'void' || state === 'settled';
}
