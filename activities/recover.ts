import type { SubmitInput } from '../plan/activity.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import type { ClaimState } from '../store/index.ts';
import { type Job, notCreated } from './job.ts';
import { nodeRequest } from './node-request.ts';
import { openJob, storeTrouble } from './open-job.ts';
import { beating } from './pulse.ts';
import { recoverClaim } from './recover-claim.ts';
import { recoverUnmakeable } from './recover-unmakeable.ts';
import { takeMade } from './take-made.ts';
import type { World } from './world.ts';

/**
 * Finds out what became of a submit whose answer was lost. Puts `void` where the claim would be: won proves that
 * nothing was sent and fences a process that wakes up late; lost means that there is a claim to recover.
 * Safe to repeat because void and claim are put-if-absent at one key, so exactly one of them stands for ever.
 */
export async function recover(world: World, input: SubmitInput): Promise<SubmitOutcome> {
  return beating(world.pulse(), () => findOut(world, input).catch((error) => storeTrouble(world, input, error)));
}

async function findOut(world: World, input: SubmitInput): Promise<SubmitOutcome> {
  const opened = await openJob(world, input);
  if ('outcome' in opened) return opened.outcome;
  const { job } = opened;
  const wanted = await nodeRequest(world, job.scene, job.account.api, input.chosen, input.unwanted);
  if (!wanted.ok) return recoverUnmakeable(job, wanted);
  const made = await takeMade({ ...job, input: { ...input, remake: true } }, wanted);
  if (made !== undefined) return made;
  const standing = await standingClaim(job, wanted.identity);
  return standing === undefined ? notCreated(refOf(job, wanted.identity), 'NOT_SENT') : recoverClaim(job, standing);
}

/** The newest claim of this make, from the given attempt on; undefined: there is none and never will be. */
async function standingClaim(job: Job, identity: string): Promise<ClaimState | undefined> {
  const { scene, input, world, account } = job;
  const { claims } = scene.store;
  const attempts = await claims.attempts(scene.plan.pipeline, scene.node.id, identity, input.generation);
  const last = attempts.at(-1);
  if (last !== undefined && last.ref.attempt >= input.attempt) return last;
  if (last !== undefined && last.settled === undefined && last.claim.kind !== 'void') return last;
  const ref = refOf(job, identity);
  const mark = { version: 1, kind: 'void', key: input.key, account: account.id, atMs: world.clock.wallMs() } as const;
  return (await claims.voidIt(ref, mark)).won ? undefined : claims.read(ref);
}

function refOf({ scene, input }: Job, identity: string) {
  const { attempt, generation } = input;
  return { pipeline: scene.plan.pipeline, node: scene.node.id, identity, generation, attempt };
}
