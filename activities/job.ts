import type { SubmitInput } from '../plan/activity.ts';
import type { Claim } from '../plan/claim.ts';
import type { FailureCode } from '../plan/failures.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import type { ClaimRef } from '../store/index.ts';
import type { Scene } from './scene.ts';
import type { Account, World } from './world.ts';

/** One node's submit on its way: everything that its steps need. */
export type Job = {
  readonly world: World;
  readonly scene: Scene;
  readonly account: Account;
  readonly input: SubmitInput;
};

/** A job whose payment is claimed. */
export type ClaimedJob = Job & { readonly ref: ClaimRef; readonly claim: Claim };

export function claimName(ref: ClaimRef): string {
  return `${ref.pipeline}/${ref.node}/${ref.identity}/${ref.generation}/${ref.attempt}`;
}

/** The outcome that keeps slot and price: nothing is known, nothing may be paid. */
export function unsure({ ref, claim }: ClaimedJob): SubmitOutcome {
  const { attempt, generation } = ref;
  return { attempt, generation, kind: 'unsure', untilMs: claim.unsureUntilMs, reserved: claim.reserved };
}

/** Proven not created; whether it is sent again is the code's retry class. */
export function notCreated(ref: ClaimRef, code: FailureCode, untilMs?: number): SubmitOutcome {
  const { attempt, generation } = ref;
  switch (code) {
    case 'VENDOR_BUSY':
    case 'WINDOW_USED':
    case 'DAY_LIMIT':
      return { attempt, generation, kind: 'refused', code, untilMs: untilMs ?? 0 };
    case 'KEY_REFUSED':
    case 'NO_BALANCE':
      return { attempt, generation, kind: 'account', code };
    case 'RUN_CLOSED':
      return { attempt, generation, kind: 'closed' };
    case 'REQUEST_REFUSED':
    case 'CONTENT_REFUSED':
    case 'PRICE_MISSING':
    case 'TASK_CANCELLED':
      return { attempt, generation, kind: 'rejected', code };
    default:
      return { attempt, generation, kind: 'not-sent', code };
  }
}
