import type { SubmitOutcome } from '../plan/outcome.ts';
import { TIMING } from '../plan/timing.ts';
import { adopt } from './adopt.ts';
import { noteAmbiguity } from './ambiguity.ts';
import { withoutTokens } from './callback-token.ts';
import { adoptCalledTask } from './called-tasks.ts';
import { isContentRefusal } from './failed-task.ts';
import { type ClaimedJob, claimName, unsure } from './job.ts';
import type { SubmitAnswer } from './providers/provider.ts';
import { refuse } from './refuse.ts';
import { resend } from './resend.ts';

/**
 * Sends a claim that this process has just won, and writes down what came of it. The deadline is asked of both clocks
 * at the moment of sending: the wall's, which others read in the claim, and the monotonic one, which a clock that was
 * set back cannot fool.
 */
export async function sendClaim(
  job: ClaimedJob,
  body: Uint8Array,
  claimedAtMonotonicMs: number,
): Promise<SubmitOutcome> {
  const { ref, claim, world, scene, account } = job;
  const { clock } = world;
  const maySend = () =>
    clock.wallMs() <= claim.sendDeadlineMs && clock.monotonicMs() - claimedAtMonotonicMs <= TIMING.sendDeadlineMs;
  const answer = tokenless(await account.provider.submit({ body, idempotencyKey: claim.idempotencyKey, maySend }));
  const nowMs = clock.wallMs();
  switch (answer.kind) {
    case 'created': {
      const { task, vendorDate, preConsumed } = answer;
      const reserved = Math.max(claim.reserved, preConsumed ?? 0);
      return adopt(job, { version: 1, task, how: 'answer', acceptedAtMs: nowMs, vendorDate }, { reserved });
    }
    case 'refused':
      return answer.window
        ? refuse(job, 'WINDOW_USED', answer.message, answer.untilMs ?? nowMs + TIMING.windowUnknownMs / account.speed)
        : refuse(job, 'VENDOR_BUSY', answer.message, answer.untilMs ?? nowMs + TIMING.refusedLeastMs / account.speed);
    case 'rejected': {
      const isContent = answer.code === 'REQUEST_REFUSED' && isContentRefusal(answer.message, account.api);
      return refuse(job, isContent ? 'CONTENT_REFUSED' : answer.code, answer.message);
    }
    case 'not-sent':
    case 'account':
      return refuse(job, answer.code, answer.message);
    case 'ambiguous': {
      world.log('warn', 'the answer to a submit proves nothing', { claim: claimName(ref), message: answer.message });
      await noteAmbiguity(scene.store, ref, nowMs, answer.message).catch(() => undefined);
      // The resend to a slow vendor would outlive the activity; recover has the time.
      const leftMs = TIMING.submitTimeoutMs - (clock.monotonicMs() - claimedAtMonotonicMs);
      const slow = leftMs < TIMING.postAnswerMs + 2 * TIMING.getAnswerMs;
      if (slow) return unsure(job);
      const called = await adoptCalledTask(job).catch(() => undefined);
      return called ?? (await resend(job).catch(() => undefined)) ?? unsure(job);
    }
    default: {
      const never: never = answer;
      return never;
    }
  }
}

/** A vendor that refuses a callback_url repeats it: its words are written down and shown, and a token is a secret. */
function tokenless(answer: SubmitAnswer): SubmitAnswer {
  return 'message' in answer ? { ...answer, message: withoutTokens(answer.message) } : answer;
}
