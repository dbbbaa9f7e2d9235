import { dayIn, nextDayMs } from '../plan/days.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import { dollars, type Quota } from '../plan/quota.ts';
import { countForDay, spentOnDay } from '../store/index.ts';
import type { ClaimedJob } from './job.ts';
import { refuse } from './refuse.ts';

/**
 * Puts a claim and, where the account has a limit for each day, sees that the day's claims stay within it: one after
 * the other in this process, and counted before it is looked, so that two processes may refuse too much, never too
 * little. `claim` puts the claim; an outcome: this process must not send.
 */
export async function withinDay(
  job: ClaimedJob,
  claim: () => Promise<SubmitOutcome | undefined>,
): Promise<SubmitOutcome | undefined> {
  const { world, account } = job;
  const limit = account.dayLimit;
  if (limit === undefined) return claim();
  return world.oneAtATime(`day ${account.id}`, async () => {
    const nowMs = world.clock.wallMs();
    const day = { account: account.id, day: dayIn(limit.zone, nowMs) };
    await countForDay(
      job.scene.store,
      { ...day, nonce: job.claim.nonce },
      { ref: job.ref, reserved: job.claim.reserved },
    );
    const standDown = await claim();
    if (standDown !== undefined) return standDown;
    const spent = await spentBy(job, day).catch((error: unknown) => error);
    // The claim stands and is not sent: said as well as it can be, or it would look as if it might have been.
    if (typeof spent !== 'number') return refuse(job, 'NOT_SENT', spent instanceof Error ? spent.message : '');
    if (spent <= limit.quota) return undefined;
    const words = `the account's limit of ${dollars(limit.quota)} a day (${limit.zone}) would be exceeded`;
    return refuse(job, 'DAY_LIMIT', words, nextDayMs(limit.zone, nowMs));
  });
}

/** Over all projects that use the account. */
async function spentBy(
  { world, account }: ClaimedJob,
  day: { readonly account: string; readonly day: string },
): Promise<Quota> {
  const stores = await world.storesOf(account.id);
  const each = await Promise.all(stores.map((store) => spentOnDay(store, day)));
  return each.reduce((sum, one) => sum + one, 0);
}
