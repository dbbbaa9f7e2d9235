import { randomUUID } from 'node:crypto';
import type { SubmitInput } from '../plan/activity.ts';
import type { Claim } from '../plan/claim.ts';
import { canonicalJson } from '../plan/json.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import { priceOf } from '../plan/prices.ts';
import { runWorkflowId } from '../plan/recorded-names.ts';
import { TIMING } from '../plan/timing.ts';
import { wireBody } from '../plan/wire.ts';
import type { ClaimRef, ClaimState } from '../store/index.ts';
import { thisProcess } from '../store/owner.ts';
import { withCallback } from './callback-fields.ts';
import { withinDay } from './day-limit.ts';
import { settleGivenUp } from './decided.ts';
import { hasRoom } from './has-room.ts';
import { type ClaimedJob, claimName, type Job, notCreated } from './job.ts';
import { type NodeRequest, nodeRequest } from './node-request.ts';
import { openJob, storeTrouble } from './open-job.ts';
import { beating } from './pulse.ts';
import { recoverClaim } from './recover-claim.ts';
import { recoverUnmakeable } from './recover-unmakeable.ts';
import { refuse } from './refuse.ts';
import { noteRequest } from './request-note.ts';
import { sendClaim } from './send-claim.ts';
import { sourceLinks } from './source-links.ts';
import { takeMade } from './take-made.ts';
import type { World } from './world.ts';

/**
 * Pays for one node, at most once: claims the payment, sends it, writes down the task.
 * Safe to repeat because the claim stands in the store before anything is sent: whoever asks again finds it and
 * recovers what became of it instead of sending. A claimed POST is never cancelled by anybody.
 */
export async function submit(world: World, input: SubmitInput): Promise<SubmitOutcome> {
  world.submitting.add(input);
  return beating(world.pulse(), () =>
    submitOrRecover(world, input).catch((error) => storeTrouble(world, input, error)),
  ).finally(() => world.submitting.delete(input));
}

async function submitOrRecover(world: World, input: SubmitInput): Promise<SubmitOutcome> {
  const opened = await openJob(world, input);
  if ('outcome' in opened) return opened.outcome;
  const job = opened.job;
  const wanted = await nodeRequest(world, job.scene, job.account.api, input.chosen, input.unwanted);
  if (!wanted.ok) return recoverUnmakeable(job, wanted);
  const made = await takeMade(job, wanted);
  if (made !== undefined) return made;
  const last = (await attemptsOf(job, wanted.identity)).at(-1);
  // Given up by a person, it is over for this generation, too: what may be paid is the next one.
  const isOver = last === undefined || last.claim.kind === 'void' || isSettled(last);
  if (!isOver) return recoverClaim(job, last);
  await settleGivenUp(job);
  return pay(job, wanted, Math.max(input.attempt, (last?.ref.attempt ?? 0) + 1));
}

function isSettled({ settled }: ClaimState): boolean {
  return settled !== undefined && settled.as !== 'paid-again';
}

async function attemptsOf({ scene, input }: Job, identity: string) {
  return scene.store.claims.attempts(scene.plan.pipeline, scene.node.id, identity, input.generation);
}

/** Everything up to the claim is free to fail; from the claim on the attempt is spent. */
async function pay(job: Job, wanted: Extract<NodeRequest, { ok: true }>, attempt: number): Promise<SubmitOutcome> {
  const { world, scene, account, input } = job;
  const { pipeline } = scene.plan;
  const { generation } = input;
  // Nothing is paid whose file would find no room.
  if (!(await hasRoom(scene.store, pipeline))) return { attempt, generation, kind: 'account', code: 'DISK_FULL' };
  const links = await sourceLinks(world, scene, account, wanted);
  if (!links.ok) return { attempt, generation, kind: links.kind, code: links.code };
  const ref: ClaimRef = { pipeline, node: scene.node.id, identity: wanted.identity, generation, attempt };
  const { request, noted } = withCallback(job, ref, wanted.request);
  const body = new TextEncoder().encode(JSON.stringify(wireBody(request, account.api, links.urlOf)));
  const [bodySha256] = await Promise.all([
    scene.store.bodies.put(body),
    noteRequest(scene.store, wanted.identity, wanted.request),
    scene.store.claims.announce(ref, input.key),
    noted(),
  ]);
  const claimedAtMonotonicMs = world.clock.monotonicMs();
  const claim = await newClaim(job, wanted, ref, bodySha256);
  return claimAndSend({ ...job, ref, claim }, body, claimedAtMonotonicMs);
}

async function claimAndSend(job: ClaimedJob, body: Uint8Array, claimedAtMonotonicMs: number): Promise<SubmitOutcome> {
  const { world, ref } = job;
  let finish: () => void = () => undefined;
  world.sending.set(claimName(ref), new Promise((resolve) => (finish = resolve)));
  try {
    const standDown = await withinDay(job, () => claimPayment(job));
    return standDown ?? (await sendClaim(job, body, claimedAtMonotonicMs));
  } finally {
    world.sending.delete(claimName(ref));
    finish();
  }
}

/** Puts the claim; an outcome: this process must not send. */
async function claimPayment(job: ClaimedJob): Promise<SubmitOutcome | undefined> {
  const { scene, ref, claim } = job;
  try {
    const put = await scene.store.claims.open(ref, claim);
    // Somebody was faster: a void, or another's send. Asked again, the next attempt or its recovery decides.
    if (!put.won) return notCreated(ref, 'NOT_SENT');
    // The sweeper closes a dead run first and then lists its claims, so one of us two sees the other.
    if (!(await scene.store.claims.isClosed(claim.key))) return undefined;
  } catch (error) {
    // The claim may stand or not; that this process did not send it is certain, and said as well as it can be.
    return refuse(job, 'NOT_SENT', error instanceof Error ? error.message : String(error));
  }
  return refuse(job, 'RUN_CLOSED', 'the run was closed');
}

async function newClaim(
  { world, scene, account, input }: Job,
  wanted: Extract<NodeRequest, { ok: true }>,
  ref: ClaimRef,
  body: string,
): Promise<Claim> {
  const atMs = world.clock.wallMs();
  const { projectId, id } = scene.store;
  return {
    ...{
      version: 1,
      kind: 'intent',
      nonce: randomUUID(),
      key: input.key,
      run: runWorkflowId(scene.place.store, scene.plan.pipeline),
    },
    ...{ account: account.id, store: id, owner: await thisProcess(), sendDeadlineMs: atMs + TIMING.sendDeadlineMs },
    // Derived and not random: whoever sends this claim again sends the same key.
    idempotencyKey: world.sha256hex(canonicalJson(['dailies', 1, projectId, scene.place.realm, claimName(ref)])),
    ...{ body, model: wanted.request.model, action: wanted.request.action, sources: wanted.sources },
    ...{ reserved: priceOf(wanted.request, account.api), api: account.api.name, engineEpoch: world.engineEpoch() },
    ...{ atMs, bootMs: world.clock.bootMs(), unsureUntilMs: atMs + account.api.taskLifeMs },
  };
}
