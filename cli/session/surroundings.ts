import type { Client } from '@temporalio/client';
import type { AccountSettings } from '../../config/index.ts';
import type { AccountView, Holder } from '../../plan/account-view.ts';
import { dayIn } from '../../plan/days.ts';
import type { Rival, Surroundings } from '../../plan/forecast/index.ts';
import { QUERY_PROGRESS } from '../../plan/recorded-names.ts';
import type { ProgressQuery, RunView } from '../../plan/run-view.ts';
import { allTimes, type ProjectStore, spentOnDay } from '../../store/index.ts';
import { askAccount } from './ask-account.ts';

export type Around = {
  readonly store: ProjectStore;
  /** undefined: no key tells which. */
  readonly account: string | undefined;
  /** The workflow id of the run that it is asked for. */
  readonly ours: string;
  /** Of the account's renders where no time of one is known, ms at the vendor's usual speed. */
  readonly usualMs: number;
  readonly speed: number;
  /** The account's least pause between two GETs, ms at the vendor's usual speed. */
  readonly pollMs: number;
  readonly dayLimit?: AccountSettings['dayLimit'];
};

/** More runs than that are taken to be like those that were asked. */
const MOST_ASKED = 8;
const PATIENCE_MS = 1_000;

/**
 * What decides how long a run takes and is not in its plan: learned times, the day's money, and, where an engine
 * answers, who else uses the account. Never throws: what cannot be had is left out.
 */
export async function surroundingsOf(client: Client | undefined, around: Around): Promise<Surroundings> {
  const { store, account, usualMs, speed, pollMs } = around;
  const times = await allTimes(store, account);
  const known = [...times.values()].flat();
  const ms = (known.length === 0 ? usualMs : known.reduce((sum, one) => sum + one, 0) / known.length) / speed;
  const day = await dayOf(around).catch(() => undefined);
  const seen =
    client === undefined || account === undefined
      ? undefined
      : await withPatience(client, () => askAccount(client, account)).catch(() => undefined);
  // Around the expected end it is asked as often as that (decision 0066), and the end lies anywhere in between.
  const base = { times, rivals: [], lateMs: pollMs / 2, ...(day && { day }) };
  if (client === undefined || seen === undefined) return base;
  return { ...base, ...accountOf(seen, around.ours), rivals: await rivalsOf(client, seen, around.ours, ms) };
}

/** Slots that nothing frees soon are none; what the account waits for, if it is paused. */
export function accountOf(
  { effective, paused, holders }: AccountView,
  ours: string,
): Pick<Surroundings, 'slots' | 'pausedUntilMs'> {
  const lost = holders.reduce((sum, { id, dead, held, unsure }) => {
    if (dead) return sum + held;
    return id === ours ? sum : sum + Math.min(held, unsure.length);
  }, 0);
  return {
    slots: Math.max(1, effective - lost),
    ...(paused === undefined ? {} : { pausedUntilMs: paused.untilMs ?? Number.POSITIVE_INFINITY }),
  };
}

async function rivalsOf(client: Client, { holders }: AccountView, ours: string, ms: number): Promise<readonly Rival[]> {
  const others = holders.filter(({ id, dead, want }) => id !== ours && !dead && want > 0);
  const asked = await Promise.all(others.slice(0, MOST_ASKED).map((holder) => waitingOf(client, holder)));
  const usual = Math.round(asked.reduce((sum, one) => sum + one, 0) / Math.max(1, asked.length));
  return others.map(({ held, weight, prio }, at) => ({ held, waiting: asked[at] ?? usual, ms, weight, prio }));
}

/** How many renders it has yet to submit: what it says itself, else what the account knows it wants. */
async function waitingOf(client: Client, { id, held, want }: Holder): Promise<number> {
  try {
    const query = { since: Number.MAX_SAFE_INTEGER };
    const handle = client.workflow.getHandle(id);
    const { counts } = await withPatience(client, () => handle.query<RunView, [ProgressQuery]>(QUERY_PROGRESS, query));
    return (counts.waiting ?? 0) + (counts.ready ?? 0);
  } catch {
    return Math.max(0, want - held);
  }
}

function withPatience<Answer>(client: Client, ask: () => Promise<Answer>): Promise<Answer> {
  return client.withDeadline(Date.now() + PATIENCE_MS, ask);
}

async function dayOf({ store, account, dayLimit }: Around): Promise<Surroundings['day']> {
  if (dayLimit === undefined) return undefined;
  const { quota: limit, zone } = dayLimit;
  const day = dayIn(zone, Date.now());
  return { limit, zone, spent: account === undefined ? 0 : await spentOnDay(store, { account, day }) };
}
