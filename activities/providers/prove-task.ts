import { API_PROFILES } from '../../plan/api-profile.ts';
import type { Claim } from '../../plan/claim.ts';
import { apiProfile } from '../../plan/profiles.ts';
import type { Provider } from './provider.ts';

/** The vendor's clock and ours may differ so much. */
const SKEW_MS = 300_000;

/**
 * Whether a task that somebody names may belong to a claim: our key can see it, model and action are the same, and it
 * was created while the claim could be sent. That no other claim owns it, the task index decides.
 */
export async function proveTask(
  provider: Provider,
  claim: Pick<Claim, 'model' | 'action' | 'api' | 'atMs' | 'sendDeadlineMs'>,
  task: string,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly why: string }> {
  const answer = await provider.status(task);
  if (answer.kind !== 'task') return { ok: false, why: `the vendor answers: ${answer.kind}` };
  const { model, action, createdAtMs } = answer.view;
  if (model !== claim.model) return { ok: false, why: `its model is ${model}, not ${claim.model}` };
  if (action !== '' && action !== claim.action && action !== sentAction(claim))
    return { ok: false, why: `its action is ${action}, not ${claim.action}` };
  const isInWindow =
    createdAtMs !== null && createdAtMs > claim.atMs - SKEW_MS && createdAtMs < claim.sendDeadlineMs + SKEW_MS;
  return isInWindow ? { ok: true } : { ok: false, why: 'it was not created when this was sent' };
}

/** Later generations of the API know one action for all that the language tells apart. */
function sentAction({ api, action }: Pick<Claim, 'action' | 'api'>): string {
  const known = API_PROFILES.find((name) => name === api);
  return (known && apiProfile(known).wireAction) ?? action;
}
