import type { SubmitInput } from '../plan/activity.ts';
import type { Resolution } from '../plan/claim.ts';
import type { ResolutionOutcome, SubmitOutcome } from '../plan/outcome.ts';
import { TIMING } from '../plan/timing.ts';
import type { ClaimState } from '../store/index.ts';
import { adoptCalledTask } from './called-tasks.ts';
import { carryOutDecision } from './decided.ts';
import type { ClaimedJob, Job } from './job.ts';
import { openJob } from './open-job.ts';
import { beating, pause } from './pulse.ts';
import { knownOutcome } from './recover-claim.ts';
import { couldResend } from './resend.ts';
import type { World } from './world.ts';

/** A resend that taught nothing is tried again this slowly: the vendor may be down or the cap full. */
const RESEND_MS = 30_000;

/**
 * Follows an unsure claim in the store until late proof, a person's decision or the end of the task's life.
 * Safe to repeat because it reads and sends nothing; what it writes (created, settled) is put-if-absent.
 */
export async function awaitResolution(
  world: World,
  input: SubmitInput & { readonly untilMs: number; readonly quiet?: boolean },
): Promise<ResolutionOutcome> {
  return beating(world.pulse(), async () => {
    const opened = await openJob(world, input);
    if ('outcome' in opened) throw new Error(`cannot look at the claim: ${opened.outcome.kind}`);
    return follow(opened.job, input.untilMs, input.quiet === true);
  });
}

async function follow(job: Job, untilMs: number, quiet: boolean): Promise<ResolutionOutcome> {
  const { world, account } = job;
  const { cancelled } = world.pulse();
  let resendAtMs = world.clock.monotonicMs() + RESEND_MS / account.speed;
  let sawTask = false;
  const isDue = askedSlowly(world, RESEND_MS / account.speed);
  for (;;) {
    const state = await unsureClaim(job);
    if (state?.claim.kind === 'void' || state === undefined) return { kind: 'not-created' };
    const claimed: ClaimedJob = { ...job, ref: state.ref, claim: state.claim };
    const decided = state.resolution === undefined ? undefined : await decidedBy(claimed, state.resolution);
    if (decided !== undefined) return decided;
    // A task that the vendor has lost is created all the same: only its reappearance is news.
    const proven = state.created === undefined || sawTask ? await proof(claimed, state) : undefined;
    if (proven !== undefined) return proven;
    if (world.clock.wallMs() > untilMs) return { kind: 'expired' };
    const isOpen = state.created === undefined && state.resolution === undefined;
    const called = isOpen ? await adoptCalledTask(claimed, isDue) : undefined;
    if (called?.kind === 'created') return createdOf(called);
    if (isOpen && !quiet && world.clock.monotonicMs() >= resendAtMs) {
      resendAtMs = world.clock.monotonicMs() + RESEND_MS / account.speed;
      if (await couldResend(claimed)) return { kind: 'resend' };
    }
    if (state.created !== undefined) sawTask = await isThere(claimed, state.created.task);
    if (!sawTask) await pause(lookAgainMs(job, state), cancelled);
  }
}

/** A called task is asked for when it is new, and again this slowly: right after a callback it may not be visible yet. */
function askedSlowly({ clock }: World, everyMs: number): (task: string) => boolean {
  const dueAtMs = new Map<string, number>();
  return (task) => {
    const nowMs = clock.monotonicMs();
    if (nowMs < (dueAtMs.get(task) ?? nowMs)) return false;
    dueAtMs.set(task, nowMs + everyMs);
    return true;
  };
}

/** The claim that this node is unsure about: of this generation, its newest attempt at or above the run's. */
async function unsureClaim({ scene, input }: Job): Promise<ClaimState | undefined> {
  const { claims } = scene.store;
  const refs = await claims.ofNode(scene.plan.pipeline, scene.node.id);
  const mine = refs.filter((ref) => ref.generation === input.generation && ref.attempt === input.attempt);
  const states = await Promise.all(mine.map((ref) => claims.read(ref)));
  const found = states.flatMap((state) => state ?? []);
  return found.find(({ claim, settled }) => claim.kind === 'intent' && settled === undefined) ?? found[0];
}

async function proof(job: ClaimedJob, state: ClaimState): Promise<ResolutionOutcome | undefined> {
  if (state.settled?.as === 'paid-again') return undefined;
  const outcome = await knownOutcome(job, state);
  if (outcome === undefined || outcome.kind === 'unsure') return undefined;
  return outcome.kind === 'created' ? createdOf(outcome) : { kind: 'not-created' };
}

function createdOf(outcome: Extract<SubmitOutcome, { kind: 'created' }>): ResolutionOutcome {
  const { task, acceptedAtMs, twin } = outcome;
  return { kind: 'created', task, acceptedAtMs, ...(twin === undefined ? {} : { twin }) };
}

/** What a person decided, carried out; undefined: it cannot be, and the node stays unsure. */
async function decidedBy(job: ClaimedJob, resolution: Resolution): Promise<ResolutionOutcome | undefined> {
  const outcome = await carryOutDecision(job, resolution);
  if (outcome === undefined || outcome.kind === 'pay-again') return outcome;
  return outcome.kind === 'created' ? createdOf(outcome) : { kind: 'not-created' };
}

async function isThere({ account }: ClaimedJob, task: string): Promise<boolean> {
  const answer = await account.provider.status(task);
  return answer.kind === 'task' && answer.view.state !== 'unknown';
}

function lookAgainMs({ account }: Job, state: ClaimState): number {
  const ms = state.created === undefined ? TIMING.resolutionPollMs : TIMING.failedConfirmMs;
  return Math.max(TIMING.pollFloorMs, ms / account.speed);
}
