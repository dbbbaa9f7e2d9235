import type { Request } from '../plan/request.ts';
import type { ClaimRef } from '../store/index.ts';
import { noteAttempt } from './callback-attempts.ts';
import { attemptName } from './callback-token.ts';
import type { Hints } from './hints.ts';
import type { Job } from './job.ts';

/** How this process is called back. */
export type Callbacks = {
  /** The address at which the vendor may call for an attempt, token and all; undefined: nobody listens now. */
  readonly urlFor: (attempt: string) => string | undefined;
  readonly hints: Hints;
  /** Whether anybody of this home listens now: else there is nothing to look for. */
  readonly isHeard: () => boolean;
};

/**
 * The request as it is sent: with the fields that ask the vendor to call back for this attempt, where callbacks are on,
 * the API has them, and the writer names no callback_url of their own. `noted` writes down what the token stands for,
 * and must be done before anything is sent.
 */
export function withCallback(
  job: Job,
  ref: ClaimRef,
  request: Request,
): { readonly request: Request; readonly noted: () => Promise<void> } {
  const { world, scene, account } = job;
  const attempt = attemptName(scene.store, ref);
  const url = world.callbacks?.urlFor(attempt);
  const isWritten = (request.callback_url ?? null) !== null;
  if (url === undefined || isWritten || account.api.without.includes('callback_url')) {
    return { request, noted: async () => undefined };
  }
  // The vendor's default is the two ends; a cap that counts queued tasks is also freed by `running`.
  const events = account.counts === 'queued' ? ['running', 'succeeded', 'failed'] : ['succeeded', 'failed'];
  const callback = { callback_url: url, callback_events: events };
  return { request: { ...request, ...callback }, noted: () => noteAttempt(scene.store, attempt, ref) };
}
