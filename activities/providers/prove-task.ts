import type { Claim } from '../../plan/claim.ts';
import type { Provider } from './provider.ts';

/** The vendor's clock and ours may differ so much. */
const SKEW_MS = 300_000;

/**
 * Whether a task that somebody names may belong to a claim: our key can see it, model and action are the same, and it
 * was created while the claim could be sent. That no other claim owns it, the task index decides.
 */
export async function proveTask(
  provider: Provider,
  claim: Pick<Claim, 'model' | 'action' | 'atMs' | 'sendDeadlineMs'>,
  task: string,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly why: string }> {
  const answer = await provider.status(task);
  if (answer.kind !== 'task') return { ok: false, why: `the vendor answers: ${answer.kind}` };
  const { model, action, createdAtMs } = answer.view;
  if (model !== claim.model) return { ok: false, why: `its model is ${model}, not ${claim.model}` };
  if (action !== '' && action !== claim.action)
    return { ok: false, why: `its action is ${action}, not ${claim.action}` };
  const isInWindow =
    createdAtMs !== null && createdAtMs > claim.atMs - SKEW_MS && createdAtMs < claim.sendDeadlineMs + SKEW_MS;
  return isInWindow ? { ok: true } : { ok: false, why: 'it was not created when this was sent' };
}
