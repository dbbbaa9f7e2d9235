import type { Created, Resolution, Settled } from '../plan/claim.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import { TIMING } from '../plan/timing.ts';
import type { ClaimState } from '../store/index.ts';
import { provablyDead, thisProcess } from '../store/owner.ts';
import { adopt } from './adopt.ts';
import { adoptCalledTask } from './called-tasks.ts';
import { carryOutDecision } from './decided.ts';
import { type ClaimedJob, claimName, type Job, notCreated, unsure } from './job.ts';
import { pause } from './pulse.ts';
import { resend } from './resend.ts';

/** How often a claim whose owner may live is looked at: a file read. */
const LOOK_MS = 200;

/**
 * Finds out what became of a claim that somebody made: adopts its task, proves that it was not created, or leaves it
 * unsure. Waits while its owner may still send or be answered; sends nothing but a same-key resend.
 */
export async function recoverClaim(job: Job, state: ClaimState): Promise<SubmitOutcome> {
  const { ref, claim } = state;
  if (claim.kind === 'void') return notCreated(ref, 'NOT_SENT');
  const claimed: ClaimedJob = { ...job, ref, claim };
  // Somebody gave it up: what is paid instead is another generation, which awaitResolution names.
  if (state.resolution?.kind === 'pay-again') return unsure(claimed);
  const known = await knownOutcome(claimed, state);
  if (known !== undefined) return known;
  if (state.resolution !== undefined) return (await decidedOutcome(claimed, state.resolution)) ?? unsure(claimed);
  await ownerIsDone(claimed);
  const later = await job.scene.store.claims.read(ref);
  const found = later === undefined ? undefined : await knownOutcome(claimed, later);
  return found ?? (await adoptCalledTask(claimed)) ?? (await resend(claimed)) ?? unsure(claimed);
}

/** A person's word goes before everything of ours: from here on nothing is sent again for this claim. */
async function decidedOutcome(job: ClaimedJob, resolution: Resolution): Promise<SubmitOutcome | undefined> {
  const outcome = await carryOutDecision(job, resolution);
  return outcome?.kind === 'pay-again' ? undefined : outcome;
}

/** What the store proves by now: *created* comes first, whatever else was concluded from its absence. */
export async function knownOutcome(job: ClaimedJob, state: ClaimState): Promise<SubmitOutcome | undefined> {
  if (state.settled !== undefined) return settledOutcome(job, state.settled, state.created);
  if (state.created !== undefined) return adopt(job, state.created);
  return undefined;
}

async function settledOutcome(job: ClaimedJob, settled: Settled, created: Created | undefined): Promise<SubmitOutcome> {
  const { attempt, generation } = job.ref;
  switch (settled.as) {
    case 'not-created':
      if (created !== undefined) return adopt(job, created);
      return notCreated(job.ref, settled.code ?? 'NOT_SENT');
    case 'made':
      return { attempt, generation, kind: 'made', cost: 0 };
    case 'cancelled':
      return notCreated(job.ref, 'TASK_CANCELLED');
    case 'failed':
    case 'paid-again':
      // The task is known and over: asking for it again tells the run how it ended, and that is settled already.
      if (created === undefined) return notCreated(job.ref, 'NOT_SENT');
      return {
        ...{ attempt, generation, kind: 'created', task: created.task, reserved: 0 },
        acceptedAtMs: created.acceptedAtMs,
      };
    default: {
      const never: never = settled.as;
      return never;
    }
  }
}

/** Ends when the claim's owner can neither send nor be answered any more, or has written down what it knows. */
async function ownerIsDone(job: ClaimedJob): Promise<void> {
  const { ref, claim, world, scene } = job;
  const { cancelled } = world.pulse();
  const ours = await thisProcess();
  if (claim.owner.pid === ours.pid && claim.owner.start === ours.start && claim.owner.boot === ours.boot) {
    // A heartbeat was lost, not the process: its own answer is the best proof there is.
    await world.sending.get(claimName(ref));
    return;
  }
  const doneByMs = claim.sendDeadlineMs + TIMING.postAnswerMs;
  while (world.clock.wallMs() <= doneByMs) {
    if (await provablyDead(claim.owner)) return;
    const state = await scene.store.claims.read(ref);
    if (state?.created !== undefined || state?.settled !== undefined) return;
    await pause(LOOK_MS, cancelled);
  }
}
