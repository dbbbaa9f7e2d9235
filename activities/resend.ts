import type { SubmitOutcome } from '../plan/outcome.ts';
import { reportTwin } from '../store/index.ts';
import { adopt } from './adopt.ts';
import { holdsBack, wasWritten } from './ambiguity.ts';
import { type ClaimedJob, claimName } from './job.ts';
import { CLOCK_TOLERANCE_MS, keyAgeMs } from './key-age.ts';
import { decideSend } from './send-fence.ts';

/** A Date header has whole seconds, and an answer takes its time. */
const TWIN_TOLERANCE_MS = 2_000;

/**
 * Sends an ambiguous claim once more: the same bytes, the same key. undefined: not allowed, or nothing was learnt.
 * Ambiguity is sticky: no refusal of this says anything about the first send, so only an accepted task counts.
 * Safe to repeat because the vendor honours its key for the window, of which at most half is used.
 */
export async function resend(job: ClaimedJob): Promise<SubmitOutcome | undefined> {
  const { ref, claim, world, scene, account } = job;
  if (!(await mayResend(job))) return undefined;
  const body = await scene.store.bodies.get(claim.body);
  if (body === undefined) return undefined;
  const vendorMs = await vendorClockMs(job);
  const startedMs = world.clock.wallMs();
  if (vendorMs === undefined) return undefined;
  if ((await decideSend(scene.store, ref, 'resend')) !== 'resend') return undefined;
  const answer = await account.provider.submit({
    body,
    idempotencyKey: claim.idempotencyKey,
    maySend: () => world.clock.wallMs() - startedMs <= CLOCK_TOLERANCE_MS,
  });
  if (answer.kind !== 'created') {
    world.log('info', 'sent again, and nothing was learnt', { claim: claimName(ref), answer: answer.kind });
    return undefined;
  }
  const createdMs = answer.createdAtMs === null ? undefined : answer.createdAtMs - (vendorMs - startedMs);
  const twin = createdMs !== undefined && createdMs > claim.sendDeadlineMs + TWIN_TOLERANCE_MS;
  const { task, vendorDate } = answer;
  const created = { version: 1, task, how: 'same-key', acceptedAtMs: world.clock.wallMs(), vendorDate } as const;
  if (!twin) return adopt(job, created);
  return adoptTwin(job, created);
}

/** True if a resend makes sense now: it is allowed, and the vendor answers. Sends nothing. */
export async function couldResend(job: ClaimedJob): Promise<boolean> {
  return (await mayResend(job)) && (await vendorClockMs(job)) !== undefined;
}

/** The vendor's Date, where it agrees with our clock; undefined: it does not, or the vendor does not answer. */
async function vendorClockMs({ account, world }: ClaimedJob): Promise<number | undefined> {
  const vendorMs = Date.parse((await account.provider.balance()).vendorDate);
  return Math.abs(vendorMs - world.clock.wallMs()) <= CLOCK_TOLERANCE_MS ? vendorMs : undefined;
}

/** Same account, same API, keys that are honoured, and this one is younger than half its window by all clocks. */
async function mayResend({ scene, account, claim, world }: ClaimedJob): Promise<boolean> {
  const { idempotency, name } = account.api;
  const ageMs = await keyAgeMs(claim, world.clock);
  return (
    scene.node.onAmbiguous === 'same-key' &&
    idempotency.honoured &&
    claim.account === account.id &&
    claim.api === name &&
    ageMs !== undefined &&
    ageMs < idempotency.windowMs / 2 &&
    !(await holdsBack(scene.store, claim.account))
  );
}

/**
 * A task that was made by the resend itself: either the first send never arrived, or the vendor forgot the key and
 * there are two. Reported first, so that whoever finds the task finds the report; where the first send is known to have
 * gone out, the account sends nothing twice any more.
 */
async function adoptTwin(job: ClaimedJob, created: Parameters<typeof adopt>[1]): Promise<SubmitOutcome> {
  const { ref, claim, world, scene } = job;
  const { account, key, reserved, unsureUntilMs: untilMs } = claim;
  world.log('warn', 'a task made by a resend: it may have a twin', { claim: claimName(ref), task: created.task });
  try {
    const sent = await wasWritten(scene.store, ref);
    await reportTwin(scene.store, { ref, account, key, task: created.task, reserved, untilMs, sent });
  } catch (error) {
    world.log('warn', 'a possible twin could not be written down', { error: String(error) });
  }
  const outcome = await adopt(job, created);
  return outcome.kind === 'created' ? { ...outcome, twin: { reserved, untilMs } } : outcome;
}
